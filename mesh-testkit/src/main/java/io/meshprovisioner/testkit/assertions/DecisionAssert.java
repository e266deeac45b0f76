package io.meshprovisioner.testkit.assertions;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.rule.FaultRule;
import io.meshprovisioner.istio.traffic.rule.Place;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.AbstractObjectAssert;

/** Asserts what happens to a request. A failure explains the decision: rules passed over, the one that decided. */
public final class DecisionAssert extends AbstractObjectAssert<DecisionAssert, Decision> {
    DecisionAssert(Decision actual) {
        super(actual, DecisionAssert.class);
    }

    private DecisionAssert expect(Expectation expectation) {
        isNotNull();
        if (!expectation.fits(actual)) {
            fail(expectation.toString());
        }
        return this;
    }

    private void fail(String expected) {
        failWithMessage("%nExpected that it %s, but%n%s", expected, actual.why());
    }

    /**
     * All of it goes to a service, whichever subset.
     *
     * @param service a short or full name
     */
    public DecisionAssert goesTo(String service) {
        return goesTo(service, "");
    }

    /** All of it goes to a subset of a service. */
    public DecisionAssert goesTo(String service, String subset) {
        return expect(new Expectation.GoesTo(service, subset));
    }

    /**
     * So many of a hundred go to a subset of a service.
     *
     * @param percent 0 to 100
     */
    public DecisionAssert sends(double percent, String service, String subset) {
        return expect(new Expectation.Sends(percent, new Expectation.GoesTo(service, subset)));
    }

    /** A proxy answers with this status: a direct response, a fault, a redirect or a refusal. */
    public DecisionAssert isAnswered(int status) {
        return expect(new Expectation.Status(status, ""));
    }

    /** The client is sent to another URL. */
    public DecisionAssert isRedirected(int status, String location) {
        return expect(new Expectation.Status(status, location));
    }

    /** Nobody answers as wished, and this is why. */
    public DecisionAssert isRefused(Reason reason) {
        return expect(new Expectation.Refused(reason));
    }

    /**
     * It is decided by a rule of an object.
     *
     * @param object its name
     * @param rule counted from 0, in the object's {@code http}, {@code tls} or {@code tcp}
     */
    public DecisionAssert isDecidedBy(String object, int rule) {
        isNotNull();
        Optional<Place> place = actual.decidedBy();
        if (place.filter(one -> one.object().name().equals(object) && one.index() == rule)
                .isEmpty()) {
            fail("is decided by rule " + rule + " of " + object);
        }
        return this;
    }

    /** The whole request may take so long; zero for as long as it likes. */
    public DecisionAssert hasTimeout(Duration timeout) {
        isNotNull();
        if (!actual.forwarding().map(RouteAction.Forward::timeout).equals(Optional.of(timeout))) {
            fail("has timeout " + timeout);
        }
        return this;
    }

    /** It is tried again so many times. */
    public DecisionAssert hasRetries(int attempts) {
        isNotNull();
        if (actual.forwarding()
                .filter(forward -> forward.retries().attempts() == attempts)
                .isEmpty()) {
            fail("has " + attempts + " retries");
        }
        return this;
    }

    /** So many of a hundred are held up so long before they go on. */
    public DecisionAssert isDelayed(double percent, Duration delay) {
        isNotNull();
        Optional<FaultRule> fault = actual.route().flatMap(route -> route.fault());
        if (fault.filter(one -> delay.equals(one.delay()) && one.delayPercent() == percent)
                .isEmpty()) {
            fail("is delayed by " + delay + " in " + percent + " % of all cases");
        }
        return this;
    }

    /** The service sees this path and query. */
    public DecisionAssert arrivesAtPath(String path) {
        isNotNull();
        if (actual.upstream().filter(request -> request.path().equals(path)).isEmpty()) {
            fail("arrives at path " + path
                    + actual.upstream()
                            .map(request -> ", not at " + request.path())
                            .orElse(""));
        }
        return this;
    }
}
