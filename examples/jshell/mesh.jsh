import io.meshprovisioner.*;
import io.meshprovisioner.error.*;
import io.meshprovisioner.event.*;
import io.meshprovisioner.istio.*;
import io.meshprovisioner.istio.model.*;
import io.meshprovisioner.istio.traffic.*;
import io.meshprovisioner.istio.traffic.review.*;
import io.meshprovisioner.spec.*;
import io.meshprovisioner.testkit.*;
import io.meshprovisioner.testkit.kernel.*;
import io.meshprovisioner.testkit.world.Era;
import java.nio.file.Path;
import java.time.*;
import java.util.*;

Sandbox theSandbox;

/** The session's sandbox, started on first use. */
Sandbox sandbox() {
    if (theSandbox == null) {
        theSandbox = Sandbox.start();
    }
    return theSandbox;
}
