package io.meshprovisioner.testkit.kube;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Undertow's greetings out of a user's output. Undertow logs by JBoss Logging, which without a framework of its
 * own writes to java.util.logging, where INFO goes to stderr. A level that the user has set stays.
 */
final class ServerLogs {
    /** Held on to: java.util.logging forgets a level with the last reference to its logger. */
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("org.xnio"), Logger.getLogger("io.undertow"), Logger.getLogger("org.jboss.threads"));

    private ServerLogs() {}

    static void quiet() {
        for (Logger logger : QUIET) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.WARNING);
            }
        }
    }
}
