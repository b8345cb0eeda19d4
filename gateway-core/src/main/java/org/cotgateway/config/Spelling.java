package org.cotgateway.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How durations, sizes (both with or without a blank before the unit) and addresses are written in the file. The readers
 * give null for what is not written so.
 */
final class Spelling {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}) ?(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18}) ?(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)?");
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]*)):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private Spelling() {}

    static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return text.equals("0") ? Duration.ZERO : null;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** The number in the largest unit that is whole. */
    static String text(Duration duration) {
        long ms = duration.toMillis();
        if (ms == 0) {
            return "0s";
        }
        if (ms % 1_000 != 0) {
            return ms + "ms";
        }
        long s = ms / 1_000;
        if (s % 86_400 == 0) {
            return s / 86_400 + "d";
        }
        if (s % 3_600 == 0) {
            return s / 3_600 + "h";
        }
        return s % 60 == 0 ? s / 60 + "m" : s + "s";
    }

    static @Nullable Long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        long factor = switch (unit) {
            case "B" -> 1;
            case "kB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            case "TB" -> 1_000_000_000_000L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1L << 40;
        };
        long number = Long.parseLong(matcher.group(1));
        return number > Long.MAX_VALUE / factor ? null : (Long) (number * factor);
    }

    /** The number in the largest binary unit that is whole. */
    static String sizeText(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        int unit = Math.min(Long.numberOfTrailingZeros(bytes) / 10, 4);
        String[] names = {"", "KiB", "MiB", "GiB", "TiB"};
        return (bytes >> 10 * unit) + names[unit];
    }

    /** A local address with a port; names are not looked up, {@code localhost} excepted, which needs no looking up. */
    static @Nullable InetSocketAddress address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        boolean bracketed = matcher.group(1) != null;
        String host = bracketed ? matcher.group(1) : matcher.group(2);
        int port = Integer.parseInt(matcher.group(3));
        boolean valid = bracketed ? NetUtil.isValidIpV6Address(host) : NetUtil.isValidIpV4Address(host);
        if (port > MAX_PORT || !valid && !host.equals("localhost")) {
            return null;
        }
        return host.equals("localhost")
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(host), port);
    }

    static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
