package org.cotgateway.cli;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Cotgw.class.getPackage().getImplementationVersion();
        return new String[] {"cotgw " + (version == null ? "(not packaged)" : version)};
    }
}
