package org.cotgateway.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.cotgateway.config.ConfigReading;
import org.cotgateway.config.Secret;
import org.cotgateway.config.TlsConfig;
import org.cotgateway.event.Violation;
import org.cotgateway.tls.ClientAuthentication;
import org.cotgateway.tls.TlsCheck;
import org.cotgateway.tls.TlsContexts;
import org.cotgateway.tls.TlsIdentity;
import org.cotgateway.tls.TlsProvider;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.tls.TlsTrust;
import org.cotgateway.tls.TlsVersion;
import org.jspecify.annotations.Nullable;

/** Makes TLS settings of those of one listener or endpoint, and looks whether the files are there and fit. One thread. */
final class TlsMapper {

    /** What a PKCS#12 file begins with: it is one ASN.1 sequence. */
    private static final int SEQUENCE = 0x30;

    /** How the fields of {@link TlsSettings} are called in a configuration. */
    private static final Map<String, String> KEYS = Map.of(
            "identity.file", "identity",
            "identity.certificates", "identity",
            "identity.key", "key",
            "trust.file", "trust",
            "verifyPeer", "verify",
            "verifyHostname", "verifyHost",
            "clientAuthentication", "clientAuth");

    private static final List<String> PASSWORDS =
            List.of("password", "passwordFile", "trustPassword", "trustPasswordFile");

    private final String path;
    private final String who;
    private final ConfigReading reading;
    private final List<Violation> found;
    private final List<Violation> warnings;

    /**
     * @param who the listener or endpoint with its name
     * @param found takes what is wrong
     * @param warnings takes what the log warns of when these settings come to be used
     */
    TlsMapper(String path, String who, ConfigReading reading, List<Violation> found, List<Violation> warnings) {
        this.path = path;
        this.who = who;
        this.reading = reading;
        this.found = found;
        this.warnings = warnings;
    }

    TlsSettings listener(TlsConfig config) {
        TlsSettings settings = settings(config);
        report(TlsContexts.checkServer(settings), config);
        return settings;
    }

    TlsSettings endpoint(TlsConfig config) {
        TlsSettings settings = settings(config);
        report(TlsContexts.checkClient(settings), config);
        return settings;
    }

    static TlsSettings settings(TlsConfig config) {
        return new TlsSettings(
                identity(config),
                trust(config),
                EnumSet.allOf(TlsVersion.class),
                TlsProvider.AUTO,
                switch (config.clientAuth()) {
                    case REQUIRED -> ClientAuthentication.REQUIRE;
                    case OPTIONAL -> ClientAuthentication.OPTIONAL;
                    case NONE -> ClientAuthentication.NONE;
                },
                config.verify(),
                config.verifyHost());
    }

    private static @Nullable TlsIdentity identity(TlsConfig config) {
        Path file = config.identity();
        if (file == null) {
            return null;
        }
        Path key = config.key();
        if (key == null && isPkcs12(file)) {
            return new TlsIdentity.Pkcs12(file, text(config.password(), ""));
        }
        Secret password = config.password();
        return new TlsIdentity.Pem(file, key == null ? file : key, password == null ? null : password.reveal());
    }

    private static @Nullable TlsTrust trust(TlsConfig config) {
        Path file = config.trust();
        if (file == null) {
            return null;
        }
        return isPkcs12(file) ? new TlsTrust.Pkcs12(file, text(config.trustPassword(), "")) : new TlsTrust.Pem(file);
    }

    private static String text(@Nullable Secret password, String otherwise) {
        return password == null ? otherwise : password.reveal();
    }

    /** By its first byte; by its name when it cannot be read, which is reported when its content is. */
    private static boolean isPkcs12(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == SEQUENCE;
        } catch (IOException unreadable) {
            String name = file.toString();
            return name.endsWith(".p12") || name.endsWith(".pfx");
        }
    }

    /** Then that a file does not open says nothing new. */
    private boolean isPasswordWrong() {
        return PASSWORDS.stream().anyMatch(key -> reading.isWrong(path + "." + key));
    }

    private void report(TlsCheck check, TlsConfig config) {
        for (Violation warning : check.warnings()) {
            String key = KEYS.getOrDefault(warning.field(), warning.field());
            warnings.add(MachineRules.violation(path + "." + key, null, warning.rule(), who));
        }
        for (Violation wrong : check.violations()) {
            String key = KEYS.getOrDefault(wrong.field(), wrong.field());
            if (reading.isWrong(path + "." + key) || wrong.rule().contains("password") && isPasswordWrong()) {
                continue;
            }
            boolean inOneFile = key.equals("key") && config.key() == null;
            found.add(Violation.of(
                    path + "." + (inOneFile ? "identity" : key), wrong.value(), wrong.rule() + " (" + who + ")"));
        }
    }
}
