package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.rule.Target;
import java.util.List;

/** What routing must know of DestinationRules as one proxy sees them. */
public interface DestinationFacts {
    /** A mesh without DestinationRules. */
    DestinationFacts NONE = new DestinationFacts() {
        @Override
        public boolean isHashed(Target target) {
            return false;
        }

        @Override
        public List<String> subsets(String host) {
            return List.of();
        }
    };

    /** Whether requests to a target are spread by a hash, so that a retry goes to the same host again. */
    boolean isHashed(Target target);

    /** The names of a host's subsets. */
    List<String> subsets(String host);
}
