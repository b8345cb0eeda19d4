package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An HTTP peer that answers each connection with the next bytes of a script, whatever they are, then closes it. */
final class ScriptedHttp implements AutoCloseable {

    /** The requests that came, each with the address that it came from. */
    final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

    private final ServerSocket server;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::serve, "scripted-http");

    record Request(String text, InetAddress from) {}

    /** What to do with one connection once its request was read. */
    interface Answer {
        void write(Socket socket) throws IOException, InterruptedException;
    }

    ScriptedHttp(String host) throws IOException {
        this(host, 0);
    }

    ScriptedHttp(String host, int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getByName(host));
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String path) {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + port() + path;
    }

    ScriptedHttp then(Answer answer) {
        answers.add(answer);
        return this;
    }

    ScriptedHttp then(String head, byte[] body) {
        return then(socket -> {
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(ISO_8859_1));
            socket.getOutputStream().write(body);
        });
    }

    ScriptedHttp thenFile(byte[] body) {
        return then("HTTP/1.1 200 OK\r\nContent-Length: " + body.length, body);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                requests.add(new Request(head(socket.getInputStream()), socket.getInetAddress()));
                Answer next = answers.poll();
                if (next != null) {
                    next.write(socket);
                }
            } catch (IOException closed) {
                // this test's connection or the whole server has gone: the next accept tells which
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        thread.interrupt();
        thread.join(10_000);
        if (thread.isAlive()) {
            throw new AssertionError("a connection was never closed: " + thread.getStackTrace()[0]);
        }
    }
}
