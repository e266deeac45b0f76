package io.meshprovisioner.testkit.kernel;

import java.time.Duration;

/**
 * Something that goes wrong with calls. Values: each method returns a changed copy.
 *
 * @param kind what goes wrong
 * @param status HTTP status of an error
 * @param code error code of an error
 * @param message of an error
 * @param delay of a slow call
 * @param skip how many calls pass before the first that it happens to
 * @param times how many calls it happens to
 */
public record ApiFault(Kind kind, int status, String code, String message, Duration delay, int skip, int times) {

    /** The service asks for fewer calls. */
    public static ApiFault throttled() {
        return new ApiFault(Kind.THROTTLED, 0, "", "Rate exceeded", Duration.ZERO, 0, 1);
    }

    /** The service answers with an error, without effect. */
    public static ApiFault error(int status, String code, String message) {
        return new ApiFault(Kind.ERROR, status, code, message, Duration.ZERO, 0, 1);
    }

    /** The call has its effect and the connection breaks before the answer. */
    public static ApiFault answerLost() {
        return new ApiFault(Kind.ANSWER_LOST, 0, "", "", Duration.ZERO, 0, 1);
    }

    /** The connection breaks before the call has any effect. */
    public static ApiFault connectionLost() {
        return new ApiFault(Kind.CONNECTION_LOST, 0, "", "", Duration.ZERO, 0, 1);
    }

    /** The call takes that much longer. */
    public static ApiFault slow(Duration delay) {
        return new ApiFault(Kind.SLOW, 0, "", "", delay, 0, 1);
    }

    /** To that many calls. */
    public ApiFault times(int newTimes) {
        return new ApiFault(kind, status, code, message, delay, skip, newTimes);
    }

    /** To every call. */
    public ApiFault always() {
        return times(Integer.MAX_VALUE);
    }

    /** After that many calls have passed. */
    public ApiFault after(int newSkip) {
        return new ApiFault(kind, status, code, message, delay, newSkip, times);
    }

    enum Kind {
        THROTTLED,
        ERROR,
        ANSWER_LOST,
        CONNECTION_LOST,
        SLOW
    }
}
