package org.cotgateway.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.recording.Replay;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Speeds as people write them: {@code 10x}, {@code 0.5}, {@code max}. */
final class SpeedConverter implements ITypeConverter<Double> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)x?");

    @Override
    public Double convert(String text) {
        if (text.strip().equals("max")) {
            return Replay.FLAT_OUT;
        }
        Matcher matcher = FORM.matcher(text.strip());
        double speed = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (speed <= 0) {
            throw new TypeConversionException("'" + text + "' is not a speed such as 10x, 0.5x or max");
        }
        return speed;
    }
}
