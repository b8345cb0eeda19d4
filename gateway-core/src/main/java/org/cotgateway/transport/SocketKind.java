package org.cotgateway.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** How sockets are driven. Stateless; safe on any thread. */
public enum SocketKind {
    /** Linux epoll by Netty's native library: edge-triggered, fewest system calls. */
    EPOLL {
        /** Of sockets that are ready at once: as many as there are. */
        private static final int ANY_NUMBER = 0;

        @Override
        public boolean isAvailable() {
            return Epoll.isAvailable();
        }

        @Override
        IoHandlerFactory ioHandler(BriefSpin spin) {
            return EpollIoHandler.newFactory(ANY_NUMBER, () -> spin);
        }

        @Override
        public SocketChannel newSocket() {
            return new EpollSocketChannel();
        }

        @Override
        public Class<? extends ServerSocketChannel> serverClass() {
            return EpollServerSocketChannel.class;
        }

        @Override
        public DatagramChannel newDatagram(SocketProtocolFamily family) {
            return new EpollDatagramChannel(family);
        }
    },
    /** The JDK's selector: everywhere. */
    NIO {
        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        IoHandlerFactory ioHandler(BriefSpin spin) {
            return NioIoHandler.newFactory();
        }

        @Override
        public SocketChannel newSocket() {
            return new NioSocketChannel();
        }

        @Override
        public Class<? extends ServerSocketChannel> serverClass() {
            return NioServerSocketChannel.class;
        }

        @Override
        public DatagramChannel newDatagram(SocketProtocolFamily family) {
            return new NioDatagramChannel(family);
        }
    };

    /** The best kind that works on this machine. */
    public static SocketKind best() {
        return EPOLL.isAvailable() ? EPOLL : NIO;
    }

    /** Whether this kind works on this machine. */
    public abstract boolean isAvailable();

    /**
     * What drives the sockets of one loop.
     *
     * @param spin of that loop; the JDK's selector, for which a look costs more, goes without
     */
    abstract IoHandlerFactory ioHandler(BriefSpin spin);

    /** A new, unregistered TCP socket. */
    public abstract SocketChannel newSocket();

    public abstract Class<? extends ServerSocketChannel> serverClass();

    /** A new, unregistered UDP socket of this family; multicast needs the family to be named. */
    public abstract DatagramChannel newDatagram(SocketProtocolFamily family);
}
