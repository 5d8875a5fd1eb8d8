package io.github.dynamosessions.demo;

import java.util.Comparator;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one line about a flag: which, what is allowed, what it was. */
final class FlagComplaint {

    private FlagComplaint() {}

    static String of(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unknown) {
            return "unknown flag '" + unknown.getUnmatched().get(0) + "', allowed are "
                    + allFlags(unknown.getCommandLine());
        }
        if (e instanceof MissingParameterException missing
                && missing.getMissing().get(0) instanceof OptionSpec flag) {
            return flag.longestName() + " needs a value: " + flag.longestName() + "=" + flag.paramLabel();
        }
        return e.getMessage().lines().findFirst().orElse("");
    }

    private static String allFlags(CommandLine commandLine) {
        return commandLine.getCommandSpec().options().stream()
                .sorted(Comparator.comparingInt(OptionSpec::order))
                .map(OptionSpec::longestName)
                .collect(Collectors.joining(", "));
    }
}
