package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;

/** Who calls: all that is said must hold. Source: Source. */
public final class AuthorizationSource extends Part<AuthorizationSource> {
    AuthorizationSource(ObjectNode tree) {
        super(tree);
    }

    static AuthorizationSource start() {
        return new AuthorizationSource(Trees.empty());
    }

    @Override
    protected AuthorizationSource copy(ObjectNode changed) {
        return new AuthorizationSource(changed);
    }

    /** One of these identities of the callers, as {@code cluster.local/ns/NAMESPACE/sa/ACCOUNT}; needs mutual TLS. */
    public AuthorizationSource principals(String... principals) {
        return set("principals", List.of(principals));
    }

    /** What {@code principals} says. */
    public List<String> principals() {
        return texts("principals");
    }

    /**
     * None of these identities of the callers, as {@code cluster.local/ns/NAMESPACE/sa/ACCOUNT}; needs mutual TLS.
     */
    public AuthorizationSource notPrincipals(String... notPrincipals) {
        return set("notPrincipals", List.of(notPrincipals));
    }

    /** What {@code notPrincipals} says. */
    public List<String> notPrincipals() {
        return texts("notPrincipals");
    }

    /** One of these issuer and subject of the JWT, as {@code ISSUER/SUBJECT}; needs a RequestAuthentication. */
    public AuthorizationSource requestPrincipals(String... requestPrincipals) {
        return set("requestPrincipals", List.of(requestPrincipals));
    }

    /** What {@code requestPrincipals} says. */
    public List<String> requestPrincipals() {
        return texts("requestPrincipals");
    }

    /** None of these issuer and subject of the JWT, as {@code ISSUER/SUBJECT}; needs a RequestAuthentication. */
    public AuthorizationSource notRequestPrincipals(String... notRequestPrincipals) {
        return set("notRequestPrincipals", List.of(notRequestPrincipals));
    }

    /** What {@code notRequestPrincipals} says. */
    public List<String> notRequestPrincipals() {
        return texts("notRequestPrincipals");
    }

    /** One of these namespaces of the callers; needs mutual TLS. */
    public AuthorizationSource namespaces(String... namespaces) {
        return set("namespaces", List.of(namespaces));
    }

    /** What {@code namespaces} says. */
    public List<String> namespaces() {
        return texts("namespaces");
    }

    /** None of these namespaces of the callers; needs mutual TLS. */
    public AuthorizationSource notNamespaces(String... notNamespaces) {
        return set("notNamespaces", List.of(notNamespaces));
    }

    /** What {@code notNamespaces} says. */
    public List<String> notNamespaces() {
        return texts("notNamespaces");
    }

    /**
     * One of these service accounts of the callers, as {@code NAMESPACE/ACCOUNT} or an account of the same
     * namespace. Since 1.25.
     */
    public AuthorizationSource serviceAccounts(String... serviceAccounts) {
        return set("serviceAccounts", List.of(serviceAccounts));
    }

    /** What {@code serviceAccounts} says. */
    public List<String> serviceAccounts() {
        return texts("serviceAccounts");
    }

    /**
     * None of these service accounts of the callers, as {@code NAMESPACE/ACCOUNT} or an account of the same
     * namespace. Since 1.25.
     */
    public AuthorizationSource notServiceAccounts(String... notServiceAccounts) {
        return set("notServiceAccounts", List.of(notServiceAccounts));
    }

    /** What {@code notServiceAccounts} says. */
    public List<String> notServiceAccounts() {
        return texts("notServiceAccounts");
    }

    /** One of these trust domains of the callers. Since 1.30. */
    public AuthorizationSource trustDomains(String... trustDomains) {
        return set("trustDomains", List.of(trustDomains));
    }

    /** What {@code trustDomains} says. */
    public List<String> trustDomains() {
        return texts("trustDomains");
    }

    /** None of these trust domains of the callers. Since 1.30. */
    public AuthorizationSource notTrustDomains(String... notTrustDomains) {
        return set("notTrustDomains", List.of(notTrustDomains));
    }

    /** What {@code notTrustDomains} says. */
    public List<String> notTrustDomains() {
        return texts("notTrustDomains");
    }

    /** One of these addresses that the connection comes from. */
    public AuthorizationSource ipBlocks(String... ipBlocks) {
        return set("ipBlocks", List.of(ipBlocks));
    }

    /** What {@code ipBlocks} says. */
    public List<String> ipBlocks() {
        return texts("ipBlocks");
    }

    /** None of these addresses that the connection comes from. */
    public AuthorizationSource notIpBlocks(String... notIpBlocks) {
        return set("notIpBlocks", List.of(notIpBlocks));
    }

    /** What {@code notIpBlocks} says. */
    public List<String> notIpBlocks() {
        return texts("notIpBlocks");
    }

    /** One of these addresses of the original callers, from X-Forwarded-For or the PROXY protocol. */
    public AuthorizationSource remoteIpBlocks(String... remoteIpBlocks) {
        return set("remoteIpBlocks", List.of(remoteIpBlocks));
    }

    /** What {@code remoteIpBlocks} says. */
    public List<String> remoteIpBlocks() {
        return texts("remoteIpBlocks");
    }

    /** None of these addresses of the original callers, from X-Forwarded-For or the PROXY protocol. */
    public AuthorizationSource notRemoteIpBlocks(String... notRemoteIpBlocks) {
        return set("notRemoteIpBlocks", List.of(notRemoteIpBlocks));
    }

    /** What {@code notRemoteIpBlocks} says. */
    public List<String> notRemoteIpBlocks() {
        return texts("notRemoteIpBlocks");
    }
}
