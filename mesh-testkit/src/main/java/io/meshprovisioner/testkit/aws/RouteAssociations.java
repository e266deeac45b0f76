package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.RouteTable.Association;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which route table rules which subnet. */
final class RouteAssociations {
    private RouteAssociations() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("AssociateRouteTable", RouteAssociations::associate);
        operations.put("DisassociateRouteTable", RouteAssociations::disassociate);
        operations.put("ReplaceRouteTableAssociation", RouteAssociations::replaceAssociation);
    }

    private static void associate(Call call, Params in, Xml out) {
        Site site = call.site();
        RouteTable table = RouteTable.KIND.find(site, in.require("RouteTableId"));
        Subnet subnet = Subnet.KIND.find(site, in.require("SubnetId"));
        if (!subnet.vpcId().equals(table.vpcId())) {
            throw AwsError.of(
                    "InvalidParameterValue",
                    "Route table %s and subnet %s belong to different networks",
                    table.id(),
                    subnet.id());
        }
        Optional<RouteTable> current = explicit(site.here(), subnet.id());
        if (current.isPresent() && !current.get().id().equals(table.id())) {
            throw AwsError.of(
                    "Resource.AlreadyAssociated",
                    "the specified association for route table %s conflicts with an existing association",
                    table.id());
        }
        Association association = table.associations().stream()
                .filter(candidate -> candidate.subnetId().equals(Optional.of(subnet.id())))
                .findFirst()
                .orElseGet(() ->
                        new Association(site.newId("rtbassoc", table.id() + subnet.id()), Optional.of(subnet.id())));
        addAssociation(site, table, association);
        writeAssociated(out, association.id());
    }

    private static void writeAssociated(Xml out, String id) {
        out.text("associationId", id).node("associationState", state -> state.text("state", "associated"));
    }

    private static void addAssociation(Site site, RouteTable table, Association association) {
        List<Association> associations = new ArrayList<>(table.associations());
        if (!associations.contains(association)) {
            associations.add(association);
        }
        RouteTable.KIND.put(site, table.withAssociations(associations));
    }

    private static RouteTable withAssociation(Site site, String association) {
        return site.here()
                .routeTables
                .where(candidate -> candidate.associations().stream()
                        .anyMatch(present -> present.id().equals(association)))
                .findFirst()
                .orElseThrow(() -> AwsError.of(
                        "InvalidAssociationID.NotFound", "The association ID '%s' does not exist", association));
    }

    private static Association drop(Site site, RouteTable table, String association) {
        Association dropped = table.associations().stream()
                .filter(present -> present.id().equals(association))
                .findFirst()
                .orElseThrow();
        RouteTable.KIND.put(
                site,
                table.withAssociations(table.associations().stream()
                        .filter(present -> !present.equals(dropped))
                        .toList()));
        return dropped;
    }

    private static void disassociate(Call call, Params in, Xml out) {
        String association = in.require("AssociationId");
        RouteTable table = withAssociation(call.site(), association);
        if (table.associations().stream()
                .anyMatch(a -> a.id().equals(association) && a.subnetId().isEmpty())) {
            throw AwsError.of(
                    "InvalidParameterValue", "cannot disassociate the main route table association %s", association);
        }
        drop(call.site(), table, association);
        out.text("return", true);
    }

    private static void replaceAssociation(Call call, Params in, Xml out) {
        Site site = call.site();
        String old = in.require("AssociationId");
        RouteTable.KIND.find(site, in.require("RouteTableId"));
        Association dropped = drop(site, withAssociation(site, old), old);
        RouteTable target = RouteTable.KIND.find(site, in.require("RouteTableId"));
        Association association = new Association(
                site.newId("rtbassoc", target.id() + dropped.subnetId().orElse("main")), dropped.subnetId());
        addAssociation(site, target, association);
        out.text("newAssociationId", association.id())
                .node("associationState", state -> state.text("state", "associated"));
    }

    /** The table that a subnet is explicitly associated with. */
    private static Optional<RouteTable> explicit(Region here, String subnetId) {
        return here.routeTables
                .where(table -> table.associations().stream()
                        .anyMatch(association -> association.subnetId().equals(Optional.of(subnetId))))
                .findFirst();
    }

    /** The table that rules a subnet: its own or the VPC's main one. */
    static Optional<RouteTable> of(Region here, Subnet subnet) {
        return explicit(here, subnet.id()).or(() -> here.routeTables
                .where(table -> table.vpcId().equals(subnet.vpcId()) && table.isMain())
                .findFirst());
    }

    static void forgetSubnet(Site site, String subnetId) {
        explicit(site.here(), subnetId)
                .ifPresent(table -> RouteTable.KIND.put(
                        site,
                        table.withAssociations(table.associations().stream()
                                .filter(association -> !association.subnetId().equals(Optional.of(subnetId)))
                                .toList())));
    }
}
