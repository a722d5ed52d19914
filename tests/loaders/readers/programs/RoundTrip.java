import java.io.File;
import java.util.*;
import org.jgrapht.graph.*;
import org.jgrapht.nio.*;
import org.jgrapht.nio.graphml.*;

/** JGraphT reads a GraphML file, held against the schema, as a directed multigraph and writes it again. */
public class RoundTrip {
    static final Set<String> OWN = Set.of("ID", "id", "source", "target");

    public static void main(String[] paths) throws Exception {
        var graph = new DirectedPseudograph<String, DefaultEdge>(DefaultEdge.class);
        var ofNodes = new HashMap<String, Map<String, Attribute>>();
        var ofEdges = new HashMap<DefaultEdge, Map<String, Attribute>>();
        var importer = new GraphMLImporter<String, DefaultEdge>();
        importer.setSchemaValidation(true);
        importer.setVertexFactory(id -> id);
        importer.addVertexAttributeConsumer((at, value) -> put(ofNodes, at.getFirst(), at.getSecond(), value));
        importer.addEdgeAttributeConsumer((at, value) -> put(ofEdges, at.getFirst(), at.getSecond(), value));
        importer.importGraph(graph, new File(paths[0]));

        var exporter = new GraphMLExporter<String, DefaultEdge>(id -> id);
        exporter.setEdgeWeightAttributeName("jgrapht_weight");
        exporter.setVertexLabelAttributeName("jgrapht_vertex");
        exporter.setEdgeLabelAttributeName("jgrapht_edge");
        exporter.setVertexAttributeProvider(node -> ofNodes.getOrDefault(node, Map.of()));
        exporter.setEdgeAttributeProvider(edge -> ofEdges.getOrDefault(edge, Map.of()));
        var nodes = types(ofNodes.values());
        var edges = types(ofEdges.values());
        nodes.forEach((name, type) -> exporter.registerAttribute(name,
            edges.containsKey(name) ? GraphMLExporter.AttributeCategory.ALL : GraphMLExporter.AttributeCategory.NODE, type));
        edges.forEach((name, type) -> {
            if (!nodes.containsKey(name)) exporter.registerAttribute(name, GraphMLExporter.AttributeCategory.EDGE, type);
        });
        exporter.exportGraph(graph, new File(paths[1]));
    }

    static <T> void put(Map<T, Map<String, Attribute>> all, T of, String name, Attribute value) {
        if (!OWN.contains(name)) all.computeIfAbsent(of, one -> new LinkedHashMap<>()).put(name, value);
    }

    static Map<String, AttributeType> types(Collection<Map<String, Attribute>> all) {
        var found = new TreeMap<String, AttributeType>();
        all.forEach(given -> given.forEach((name, value) -> found.put(name, value.getType())));
        return found;
    }
}
