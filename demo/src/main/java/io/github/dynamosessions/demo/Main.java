package io.github.dynamosessions.demo;

/** What {@code java -jar demo.jar} runs. */
public final class Main {

    private Main() {}

    /**
     * Starts the demo and ends it at Ctrl-C or SIGTERM.
     *
     * @param args the flags, see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new Launcher(System.out, System.err, ExitSignals::await).run(args));
    }
}
