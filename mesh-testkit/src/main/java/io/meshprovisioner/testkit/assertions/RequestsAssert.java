package io.meshprovisioner.testkit.assertions;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.review.Requests;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractObjectAssert;

/**
 * Asserts what happens to all requests of a kind. One request is asked for each rule that any of them reaches, so this
 * is a proof and no sample; where regular expressions leave a doubt, it fails and says so.
 */
public final class RequestsAssert extends AbstractObjectAssert<RequestsAssert, Requests> {
    RequestsAssert(Requests actual) {
        super(actual, RequestsAssert.class);
    }

    /** Each of them goes to a service, whichever subset. */
    public RequestsAssert allGoTo(String service) {
        return allGoTo(service, "");
    }

    /** Each of them goes to a subset of a service. */
    public RequestsAssert allGoTo(String service, String subset) {
        return expect(new Expectation.GoesTo(service, subset));
    }

    /** Each of them is answered by a proxy with this status. */
    public RequestsAssert areAllAnswered(int status) {
        return expect(new Expectation.Status(status, ""));
    }

    /** Each of them is refused, and this is why. */
    public RequestsAssert areAllRefused(Reason reason) {
        return expect(new Expectation.Refused(reason));
    }

    /** Asserts something of each, one for each rule that they reach. */
    public RequestsAssert each(Consumer<DecisionAssert> claim) {
        isNotNull();
        Requests.Answers answers = actual.answers();
        answers.decisions().forEach(decision -> claim.accept(new DecisionAssert(decision)));
        return sure(answers);
    }

    private RequestsAssert expect(Expectation expectation) {
        isNotNull();
        Requests.Answers answers = actual.answers();
        for (Decision decision : answers.decisions()) {
            if (!expectation.fits(decision)) {
                failWithMessage(
                        "%nExpected that each of %s %s, but not this one:%n%s", actual, expectation, decision.why());
            }
        }
        return sure(answers);
    }

    private RequestsAssert sure(Requests.Answers answers) {
        if (!answers.unsure().isEmpty()) {
            failWithMessage("%nOf %s it could not be found out: %s", actual, String.join("; ", answers.unsure()));
        }
        return this;
    }
}
