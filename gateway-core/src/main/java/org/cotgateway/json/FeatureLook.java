package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tells whether an object is a GeoJSON Feature: whether it says so as its {@code type}. */
final class FeatureLook {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] USUAL = "{\"type\":\"Feature\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NAME = "Feature\"".getBytes(StandardCharsets.US_ASCII);

    private FeatureLook() {}

    static boolean isFeature(byte[] in, int from, int to) {
        return startsWithUsual(in, from, to) || hasName(in, from, to) && saysSo(in, from, to);
    }

    /** Whether it begins as features nearly always do, whatever the white space. */
    private static boolean startsWithUsual(byte[] in, int from, int to) {
        int at = from;
        for (byte wanted : USUAL) {
            while (at < to && in[at] == ' ') {
                at++;
            }
            if (at == to || in[at++] != wanted) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasName(byte[] in, int from, int to) {
        int last = to - NAME.length;
        int at = JsonBytes.indexOf(in, from, to, (char) NAME[0]);
        while (at <= last && !matches(in, at)) {
            at = JsonBytes.indexOf(in, at + 1, to, (char) NAME[0]);
        }
        return at <= last;
    }

    private static boolean matches(byte[] in, int from) {
        for (int i = 1; i < NAME.length; i++) {
            if (in[from + i] != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean saysSo(byte[] in, int from, int to) {
        try (JsonParser parser = FACTORY.createParser(in, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isType = parser.currentName().equals("type");
                if (parser.nextToken() == JsonToken.VALUE_STRING && isType) {
                    return parser.getText().equals("Feature");
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException malformed) {
            return false;
        }
    }
}
