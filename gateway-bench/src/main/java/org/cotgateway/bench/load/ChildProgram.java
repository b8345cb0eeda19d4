package org.cotgateway.bench.load;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run as a process of its own: takes one command a line on its standard input and answers with one line of
 * numbers. Its complaints go to our standard error. It ends when its standard input or we do.
 */
final class ChildProgram implements AutoCloseable {

    private static final long END_TIMEOUT_MS = 5_000;

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    /** One of the C programs. */
    ChildProgram(List<String> command) throws IOException {
        this(command.get(0), BoundProcess.of(command));
    }

    /**
     * Any other.
     *
     * @param name what complaints call it
     * @param directory where it runs
     */
    ChildProgram(String name, List<String> command, Path directory) throws IOException {
        this(name, BoundProcess.of(command).directory(directory.toFile()));
    }

    private ChildProgram(String name, ProcessBuilder command) throws IOException {
        this.name = name;
        process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader();
        commands = process.outputWriter();
    }

    /**
     * A program of this class path in a JVM of its own.
     *
     * @param program its main class
     */
    static ChildProgram java(List<String> jvmOptions, Class<?> program, String... arguments) throws IOException {
        List<String> command =
                javaCommand(System.getProperty("java.class.path"), jvmOptions, program.getName(), arguments);
        return new ChildProgram(program.getSimpleName(), BoundProcess.of(command));
    }

    /** What runs a class of a class path, in a JVM such as this one. */
    static List<String> javaCommand(String classPath, List<String> jvmOptions, String program, String... arguments) {
        Path jdk = Path.of(System.getProperty("java.home"));
        return javaCommand(jdk, classPath, jvmOptions, program, List.of(arguments));
    }

    /**
     * The same in a JVM of another JDK.
     *
     * @param jdk its directory
     */
    static List<String> javaCommand(
            Path jdk, String classPath, List<String> jvmOptions, String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/java").toString());
        command.addAll(jvmOptions);
        // The log goes to standard error, as that of cotgw does.
        command.add("-Dlogback.configurationFile=org/cotgateway/cli/logback.xml");
        command.addAll(List.of("-cp", classPath, program));
        command.addAll(arguments);
        return command;
    }

    long pid() {
        return process.pid();
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
