package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;

/**
 * Two objects that want the same requests. Istio takes none of them for wrong: which one wins hangs on their age, their
 * names or their visibility.
 *
 * @param winner the one that decides
 * @param loser the one that would decide without the winner
 * @param witness a request that both want, as it is answered
 * @param withoutWinner the same request, asked where the winner is not
 */
public record Fight(ConfigObject winner, ConfigObject loser, Decision witness, Decision withoutWinner) {
    @Override
    public String toString() {
        return winner + " takes requests from " + loser + "\n  " + witness + "\n  without " + winner + ": "
                + withoutWinner;
    }
}
