package io.meshprovisioner.engine;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.event.AuditLog;
import io.meshprovisioner.event.AuditRecord;
import io.meshprovisioner.spi.ApiCall;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Writes a run's changing calls down, one at a time; a run that cannot be written down ends. */
final class Audit implements AutoCloseable {
    private final Optional<AuditLog> log;
    private AuditLog.@Nullable Writer writer;
    private String caller = "";

    Audit(Optional<AuditLog> log) {
        this.log = log;
    }

    boolean wanted() {
        return log.isPresent();
    }

    synchronized void begin(String newCaller) {
        caller = newCaller;
        try {
            writer = log.isPresent() ? log.get().open() : null;
        } catch (IOException | RuntimeException e) {
            throw failed("The audit log cannot be opened, so nothing was done.", e);
        }
    }

    private static ResourceFailedException failed(String what, Exception cause) {
        return new ResourceFailedException(Failure.of(what, "Make it writable, or name another; then run again.")
                .because(cause.getClass().getSimpleName() + ": " + cause.getMessage())
                .causedBy(cause));
    }

    synchronized void called(ApiCall call, Run run) {
        if (writer == null || !call.changing()) {
            return;
        }
        try {
            writer.write(new AuditRecord(
                    call.at(),
                    run.name(),
                    caller,
                    call.service(),
                    call.operation(),
                    run.workingOn(),
                    call.requestId(),
                    call.outcome()));
        } catch (IOException | RuntimeException e) {
            run.stop(failed("A call could not be written to the audit log, so the run ended.", e));
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(Audit.class).warn("The audit log could not be closed.", e);
        }
        writer = null;
    }
}
