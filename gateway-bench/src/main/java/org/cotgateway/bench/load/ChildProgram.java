package org.cotgateway.bench.load;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of the C programs, run as a process of its own: takes one command a line on its standard input and answers with one
 * line of numbers. Its complaints go to our standard error. It ends when its standard input does, so it cannot outlive us.
 */
final class ChildProgram implements AutoCloseable {

    private static final long END_TIMEOUT_MS = 5_000;

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    ChildProgram(List<String> command) throws IOException {
        name = command.get(0);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader();
        commands = process.outputWriter();
    }

    long[] ask(String command) throws IOException {
        commands.write(command);
        commands.write('\n');
        commands.flush();
        return numbers();
    }

    /** The numbers of the next line that the program prints. */
    long[] numbers() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException(name + " ended before its time");
        }
        String[] words = line.split(" ");
        long[] numbers = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        return numbers;
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(END_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
