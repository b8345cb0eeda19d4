package org.cotgateway.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.cotgateway.tls.TlsIdentity;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.tls.TlsTrust;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Keys and trust of commands that speak TLS; a mixin. Files whose names end in .p12 or .pfx are PKCS#12, others PEM. */
final class TlsOptions {

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "Our certificate and key for ssl: a .p12 file, or PEM.")
    private @Nullable Path identity;

    @Option(names = "--key", paramLabel = "FILE", description = "The key, if --identity is PEM and does not hold it.")
    private @Nullable Path key;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Whom to trust: a .p12 file, or PEM; the machine's own authorities by default.")
    private @Nullable Path trust;

    @Option(
            names = "--password",
            paramLabel = "WORD",
            arity = "0..1",
            interactive = true,
            defaultValue = "${env:COTGW_PASSWORD}",
            description = "Password of the --identity file; asked for when no word follows. Default: $$COTGW_PASSWORD.")
    private @Nullable String password;

    @Option(
            names = "--trust-password",
            paramLabel = "WORD",
            arity = "0..1",
            interactive = true,
            defaultValue = "${env:COTGW_TRUST_PASSWORD}",
            description = "Password of the --trust file, if it is another one. Default: $$COTGW_TRUST_PASSWORD.")
    private @Nullable String trustPassword;

    @Option(names = "--no-verify-host", description = "Takes a server's certificate for another host name, too.")
    private boolean anyHost;

    @Option(names = "--no-verify", description = "Takes any certificate: anyone can pose as the peer.")
    private boolean anyPeer;

    /** What was given, with defaults for the rest. The files are not looked at. */
    TlsSettings settings() {
        return TlsSettings.DEFAULT.with(tlsIdentity(), tlsTrust()).verifying(!anyPeer, !anyPeer && !anyHost);
    }

    private @Nullable TlsIdentity tlsIdentity() {
        if (identity == null) {
            return null;
        }
        return isPkcs12(identity)
                ? new TlsIdentity.Pkcs12(identity, password == null ? "" : password)
                : new TlsIdentity.Pem(identity, key == null ? identity : key, password);
    }

    private @Nullable TlsTrust tlsTrust() {
        if (trust == null) {
            return null;
        }
        String word = trustPassword != null ? trustPassword : password;
        return isPkcs12(trust) ? new TlsTrust.Pkcs12(trust, word == null ? "" : word) : new TlsTrust.Pem(trust);
    }

    private static boolean isPkcs12(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }
}
