package io.github.dynamosessions.cli;

/** What {@code java -jar jetty-dynamodb-sessions-cli.jar} runs. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and exits with its code, see {@code docs/cli.md}.
     *
     * @param args command and flags, see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new Cli(System.getenv(), Terminal.ofThisProcess()).run(args));
    }
}
