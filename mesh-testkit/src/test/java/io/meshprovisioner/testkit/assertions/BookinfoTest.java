package io.meshprovisioner.testkit.assertions;

import static io.meshprovisioner.testkit.assertions.MeshAssertions.assertThat;

import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.review.Changes;
import io.meshprovisioner.istio.traffic.review.Requests;
import io.meshprovisioner.istio.traffic.review.Review;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The traffic-shifting samples of Istio's own Bookinfo, each with what it promises: how rules are tested. */
class BookinfoTest {
    private static final String REVIEWS = "http://reviews:9080/reviews/0";
    private static final String RATINGS = "http://ratings:9080/ratings/0";
    private static final String DETAILS = "http://details:9080/details/0";

    @Test
    void allV1() {
        assertThat(Bookinfo.with("virtual-service-all-v1")).answers("""
                | caller      | request                       | headers         | answer         |
                | productpage | GET http://reviews:9080/      |                 | reviews v1     |
                | productpage | GET http://reviews:9080/      | end-user: jason | reviews v1     |
                | reviews     | GET http://ratings:9080/      |                 | ratings v1     |
                | productpage | GET http://details:9080/      |                 | details v1     |
                | details     | GET http://productpage:9080/  |                 | productpage v1 |
                """);
    }

    @Test
    void testersSeeV2() {
        Traffic traffic = Bookinfo.with("virtual-service-all-v1", "virtual-service-reviews-test-v2");

        assertThat(traffic.from("productpage").header("end-user", "jason").get(REVIEWS))
                .goesTo("reviews", "v2")
                .isDecidedBy("reviews", 0);
        assertThat(traffic.from("productpage").get(REVIEWS))
                .goesTo("reviews", "v1")
                .isDecidedBy("reviews", 1);
        assertThat(Requests.from(traffic, "productpage").to("reviews", 9080).header("end-user", "jason"))
                .allGoTo("reviews", "v2");
        assertThat(Requests.from(traffic, "productpage").to("reviews", 9080).withoutHeader("end-user"))
                .allGoTo("reviews", "v1");
    }

    @Test
    void testersSeeV2AndAllOthersV3() {
        assertThat(Bookinfo.with("virtual-service-reviews-jason-v2-v3")).answers("""
                | caller      | request                  | headers         | answer     |
                | productpage | GET http://reviews:9080/ | end-user: jason | reviews v2 |
                | productpage | GET http://reviews:9080/ | end-user: jaso  | reviews v3 |
                | productpage | GET http://reviews:9080/ |                 | reviews v3 |
                """);
    }

    @Test
    void halfOfV3() {
        assertThat(Bookinfo.with("virtual-service-reviews-50-v3")
                        .from("productpage")
                        .get(REVIEWS))
                .sends(50, "reviews", "v1")
                .sends(50, "reviews", "v3");
    }

    @Test
    void eightyTwenty() {
        assertThat(Bookinfo.with("virtual-service-reviews-80-20")
                        .from("productpage")
                        .get(REVIEWS))
                .sends(80, "reviews", "v1")
                .sends(20, "reviews", "v2");
    }

    @Test
    void ninetyTen() {
        assertThat(Requests.from(Bookinfo.with("virtual-service-reviews-90-10"), "productpage")
                        .to("reviews", 9080))
                .each(request -> request.sends(90, "reviews", "v1").sends(10, "reviews", "v2"));
    }

    @Test
    void v2AndV3() {
        assertThat(Bookinfo.with("virtual-service-reviews-v2-v3")).answers("""
                | caller      | request                  | answer                           |
                | productpage | GET http://reviews:9080/ | 50 % reviews v2, 50 % reviews v3 |
                """);
    }

    @Test
    void v3() {
        assertThat(Requests.from(Bookinfo.with("virtual-service-reviews-v3"), "productpage")
                        .to("reviews", 9080))
                .allGoTo("reviews", "v3");
    }

    @Test
    void detailsV2() {
        assertThat(Bookinfo.with("virtual-service-details-v2")
                        .from("productpage")
                        .get(DETAILS))
                .goesTo("details", "v2");
    }

    @Test
    void ratingsInADatabase() {
        Traffic traffic = Bookinfo.with("virtual-service-ratings-db");

        assertThat(traffic.from("productpage").get(REVIEWS)).goesTo("reviews", "v3");
        assertThat(traffic.from("reviews").get(RATINGS)).goesTo("ratings", "v2");
    }

    @Test
    void ratingsInMysql() {
        for (String file : new String[] {"virtual-service-ratings-mysql", "virtual-service-ratings-mysql-vm"}) {
            Traffic traffic = Bookinfo.with(file);

            assertThat(traffic.from("productpage").get(REVIEWS)).goesTo("reviews", "v3");
            assertThat(traffic.from("reviews").get(RATINGS))
                    .goesTo("ratings", file.endsWith("vm") ? "v2-mysql-vm" : "v2-mysql");
        }
    }

    @Test
    void aVersionThatDoesNotRunIsSeenBeforeAnybodyMisses() {
        Traffic traffic = Traffic.of(Bookinfo.with("virtual-service-reviews-v3")
                .snapshot()
                .without(ConfigKind.DEPLOYMENT, "default", "reviews-v3"));

        assertThat(traffic.from("productpage").get(REVIEWS))
                .isRefused(Reason.NO_ENDPOINT)
                .isAnswered(503);
    }

    @Test
    void aTesterWaitsForRatings() {
        Traffic traffic = Bookinfo.with("virtual-service-ratings-test-delay");

        assertThat(traffic.from("reviews").header("end-user", "jason").get(RATINGS))
                .isDelayed(100, Duration.ofSeconds(7))
                .goesTo("ratings", "v1");
        assertThat(traffic.from("reviews").get(RATINGS)).goesTo("ratings", "v1").isDecidedBy("ratings", 1);
    }

    @Test
    void aTesterGetsNoRatings() {
        Traffic traffic = Bookinfo.with("virtual-service-ratings-test-abort");

        assertThat(Requests.from(traffic, "reviews").to("ratings", 9080).header("end-user", "jason"))
                .areAllAnswered(500);
        assertThat(traffic.from("reviews").get(RATINGS)).goesTo("ratings", "v1");
    }

    @Test
    void nobodyGetsDetailsAndTheSecondRuleIsNeverReached() {
        Traffic traffic = Bookinfo.with("fault-injection-details-v1");

        assertThat(traffic.from("productpage").get(DETAILS)).isAnswered(555);
        assertThat(Review.of(traffic.snapshot()).unreachable())
                .singleElement()
                .satisfies(rule -> assertThat(rule.place().path()).isEqualTo("spec.http[1]"));
    }

    @Test
    void theGatewayShowsTheProductPageAndNothingElse() {
        assertThat(Bookinfo.with("bookinfo-gateway")).answers("""
                | caller  | request                                     | answer      |
                | outside | GET http://shop.example:8080/productpage    | productpage |
                | outside | GET http://shop.example:8080/static/a.css   | productpage |
                | outside | GET http://shop.example:8080/login          | productpage |
                | outside | GET http://shop.example:8080/               | NO_ROUTE    |
                | outside | GET http://shop.example:8080/productpage/0  | NO_ROUTE    |
                """);
    }

    @Test
    void noSampleButOneHasARuleThatIsNeverReached() {
        for (String file : new String[] {
            "bookinfo-gateway",
            "virtual-service-all-v1",
            "virtual-service-reviews-test-v2",
            "virtual-service-reviews-jason-v2-v3",
            "virtual-service-ratings-test-delay"
        }) {
            assertThat(Review.of(Bookinfo.with(file).snapshot()).unreachable())
                    .as(file)
                    .isEmpty();
        }
    }

    @Test
    void shiftingFromNinetyTenToEightyTwentyChangesWhoGetsV2AndNothingElse() {
        Traffic before = Bookinfo.with("virtual-service-all-v1", "virtual-service-reviews-90-10");
        Traffic after = Bookinfo.with("virtual-service-all-v1", "virtual-service-reviews-80-20");

        assertThat(Changes.between(before.snapshot(), after.snapshot()).all())
                .isNotEmpty()
                .allSatisfy(change -> {
                    assertThat(change.before()).sends(90, "reviews", "v1");
                    assertThat(change.after()).sends(80, "reviews", "v1").sends(20, "reviews", "v2");
                });
    }
}
