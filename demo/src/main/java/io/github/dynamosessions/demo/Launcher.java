package io.github.dynamosessions.demo;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** From flags to an exit code: 0 for a normal end, 1 if the demo does not start, 2 for flags that make no sense. */
final class Launcher {

    private final PrintStream out;
    private final PrintStream err;
    private final Runnable awaitEnd;

    /**
     * @param out takes what is running where
     * @param err takes the one line about what went wrong
     * @param awaitEnd returns when the demo is to end
     */
    Launcher(PrintStream out, PrintStream err, Runnable awaitEnd) {
        this.out = out;
        this.err = err;
        this.awaitEnd = awaitEnd;
    }

    int run(String... args) {
        DemoOptions options = new DemoOptions();
        try {
            CommandLine commandLine = options.parse(args);
            if (commandLine.isUsageHelpRequested()) {
                commandLine.usage(out);
                return 0;
            }
        } catch (ParameterException e) {
            err.println(FlagComplaint.of(e));
            return 2;
        }
        return start(options);
    }

    private int start(DemoOptions options) {
        if (options.dynamoDbOnly()) {
            try (Database database = Database.open(options)) {
                out.println("DynamoDB  " + database);
                return awaitEnd();
            } catch (StartException e) {
                return notStarted(e);
            }
        }
        try (Demo demo = Demo.start(options)) {
            demo.describeTo(out);
            return awaitEnd();
        } catch (StartException e) {
            return notStarted(e);
        }
    }

    private int awaitEnd() {
        out.println("Stop      Ctrl-C");
        out.flush();
        awaitEnd.run();
        return 0;
    }

    private int notStarted(StartException e) {
        err.println(e.getMessage());
        return 1;
    }
}
