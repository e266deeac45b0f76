package io.meshprovisioner.istio.traffic.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.Why;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PictureTest {
    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void everyReasonOfADecisionIsAnItemOfTheList() throws Exception {
        Decision decision = Traffic.of(Manifests.read("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: reviews, namespace: default}
                        spec: {ports: [{name: http, port: 80}]}
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: reviews, namespace: default}
                        spec:
                          hosts: [reviews]
                          http:
                          - {match: [{headers: {end-user: {exact: jason}}}], route: [{destination: {host: reviews, subset: v2}}]}
                          - {route: [{destination: {host: reviews}}]}
                        """)).get("http://reviews/?a=%3Cb");

        Document svg = parsed(Picture.svg(decision.why()));

        NodeList groups = svg.getElementsByTagName("g");
        int items = 0;
        for (int i = 0; i < groups.getLength(); i++) {
            items += groups.item(i)
                            .getAttributes()
                            .getNamedItem("role")
                            .getNodeValue()
                            .equals("listitem")
                    ? 1
                    : 0;
        }
        assertThat(items).isEqualTo(decision.why().toTree().lines().count());
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo(decision.why().says());
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).contains("reasons");
        assertThat(svg.getDocumentElement().getTextContent()).contains("prefers-color-scheme:dark", "end-user");
    }

    @Test
    void longReasonsAreBrokenAndOddLettersDoNoHarm() throws Exception {
        String words = "word ".repeat(60) + "<&\u0000\">";

        Document svg = parsed(Picture.svg(new Why(words, List.of())));

        assertThat(svg.getElementsByTagName("tspan").getLength()).isEqualTo(4);
        assertThat(Integer.parseInt(svg.getDocumentElement().getAttribute("width")))
                .isLessThan(900);
    }
}
