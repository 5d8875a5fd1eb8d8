package io.github.dynamosessions.cli;

import picocli.CommandLine.Command;

/** Commands that read the table, which costs: they say how much, and ask. */
@Command(name = "sessions", description = "Counts or lists the sessions in the table, by reading it.")
final class SessionsCommand {}
