package org.cotgateway.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers, for those who need not know what Java calls them: 48,2 is none. A class and no lambda: making one links picocli's
 * interface, which is of an old version, and JDK 17 then archives no converter at all, or crashes while it archives (AppCDS).
 */
final class NumberConverter implements ITypeConverter<Double> {

    @Override
    public Double convert(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException noNumber) {
            throw new TypeConversionException("'" + text + "' is not a number such as 48.2082");
        }
    }
}
