package org.cotgateway.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.event.Violation;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.PushDocument;
import org.cotgateway.push.PushRefusedException;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import picocli.CommandLine.ExitCode;

/** A push from its beginning to its report, by a gateway that is there for it alone. Each method gives the exit status. */
final class PushRun {

    private final OutputOptions output;

    PushRun(OutputOptions output) {
        this.output = output;
    }

    /**
     * Pushes, waits and reports.
     *
     * @param request so far to nobody
     */
    int push(GatewaySettings settings, PushRequest request, Targets targets) throws IOException, InterruptedException {
        if (targets.good().isEmpty()) {
            return finish(nothingSent(request), targets.bad());
        }
        try (CotGateway gateway = CotGateway.open(settings);
                OrderlyStop stop = new OrderlyStop(gateway::close)) {
            PushReport report = new PushProgress(output).follow(gateway.push(request.to(targets.good())));
            return finish(report, targets.bad());
        } catch (PushRefusedException refused) {
            return invalid(refused.violations());
        }
    }

    /** Reports what is wrong with the request, all of it. */
    int invalid(List<Violation> violations) {
        violations.forEach(violation -> output.err().println(output.red(violation.toString())));
        output.err().flush();
        if (output.json()) {
            output.json(Map.of("violations", violations));
        }
        return ExitCode.SOFTWARE;
    }

    private static PushReport nothingSent(PushRequest request) {
        return PushReport.of("", request.event().uid(), request.goal(), null, List.of(), List.of(), 0, List.of());
    }

    private int finish(PushReport pushed, List<DeliveryReport> bad) {
        PushReport report = pushed.plus(bad);
        PushProgress shown = new PushProgress(output);
        report.problems().forEach(problem -> output.err().println(output.red(problem.toString())));
        output.err().flush();
        shown.table(report);
        shown.failures(report);
        if (output.json()) {
            output.json(PushDocument.of(report));
        }
        return report.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
