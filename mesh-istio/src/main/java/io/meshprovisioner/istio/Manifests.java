package io.meshprovisioner.istio;

import io.meshprovisioner.istio.model.IstioKinds;
import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.model.ResourceType;
import io.meshprovisioner.istio.model.schema.Note;
import io.meshprovisioner.istio.validation.IstioValidator;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.DocumentReader;
import io.meshprovisioner.istio.yaml.DocumentWriter;
import io.meshprovisioner.istio.yaml.Limits;
import io.meshprovisioner.spi.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes objects as files hold them: of every kind, right or wrong, in their order. Immutable: a change gives a
 * changed copy, and {@link #write} puts it on disk. Comments are lost in a file that is written anew; everything else
 * that was read is written back. Iterates over the single objects, lists opened.
 */
public final class Manifests implements Iterable<Manifest> {
    private final List<Stored> stored;

    private Manifests(List<Stored> stored) {
        this.stored = List.copyOf(stored);
    }

    /**
     * Reads a file, or a folder with all {@code .yaml}, {@code .yml} and {@code .json} files in and below it.
     *
     * @throws io.meshprovisioner.istio.yaml.MalformedDocumentException if a file is neither YAML nor JSON
     * @throws java.io.UncheckedIOException if something cannot be read
     */
    public static Manifests read(Path path) {
        return new Manifests(ManifestFiles.read(path, DocumentReader.standard()));
    }

    /** Reads a text: YAML, with several documents parted by {@code ---}, or JSON. */
    public static Manifests read(String text) {
        return read(text, Limits.DEFAULT);
    }

    /** Reads a text within other limits than the usual ones. */
    public static Manifests read(String text, Limits limits) {
        List<Document> documents = DocumentReader.within(limits).read(text);
        List<Stored> stored = new ArrayList<>(documents.size());
        for (Document document : documents) {
            stored.add(new Stored(document, Optional.empty(), false));
        }
        return new Manifests(stored);
    }

    /** Objects that were made in memory. */
    public static Manifests of(Manifest... manifests) {
        return new Manifests(List.of()).and(manifests);
    }

    /** The same and these after them. */
    public Manifests and(Manifest... manifests) {
        List<Stored> all = new ArrayList<>(stored);
        Arrays.stream(manifests)
                .map(manifest -> new Stored(Documents.of(manifest), Optional.empty(), true))
                .forEach(all::add);
        return new Manifests(all);
    }

    /** The same and those after them, each still of its file. */
    public Manifests and(Manifests others) {
        List<Stored> all = new ArrayList<>(stored);
        all.addAll(others.stored);
        return new Manifests(all);
    }

    /** Every single object as a raw document, lists opened, in order. */
    public List<Document> documents() {
        List<Document> documents = new ArrayList<>(stored.size());
        for (Stored one : stored) {
            documents.addAll(one.document().items());
        }
        return Collections.unmodifiableList(documents);
    }

    /** Every object of a kind. */
    public <T extends Resource<T>> List<T> list(Class<T> kind) {
        ResourceType<T> type = Kinds.type(kind);
        List<T> found = new ArrayList<>();
        for (Document document : documents()) {
            if (type.matches(document)) {
                found.add(type.view().apply(document));
            }
        }
        return Collections.unmodifiableList(found);
    }

    /**
     * The object of a kind and name, which may be written {@code namespace/name}.
     *
     * @throws IllegalArgumentException if there are several; say the namespace then
     */
    public <T extends Resource<T>> Optional<T> get(Class<T> kind, String name) {
        ResourceType<T> type = Kinds.type(kind);
        List<Document> found = documents().stream()
                .filter(document -> type.matches(document) && Documents.isNamed(document, name))
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(type.kind() + " " + name + " is there " + found.size() + " times: "
                    + found + "; write namespace/name");
        }
        return found.stream().findFirst().map(type.view());
    }

    /**
     * The same with one object changed.
     *
     * @param name the name, or {@code namespace/name}
     * @throws IllegalArgumentException if there is no such object, or several
     */
    public <T extends Resource<T>> Manifests edit(Class<T> kind, String name, UnaryOperator<T> change) {
        T before = get(kind, name)
                .orElseThrow(() -> new IllegalArgumentException("there is no "
                        + Kinds.type(kind).kind() + " " + name + "; there are "
                        + list(kind).stream().map(Manifest::name).toList()));
        T after = change.apply(before);
        if (after.equals(before)) {
            return this;
        }
        ResourceType<T> type = Kinds.type(kind);
        return replace(document -> type.matches(document) && Documents.isNamed(document, name)
                ? document.withRoot(after.document().root())
                : document);
    }

    /**
     * The same for a release of Istio: kinds of Istio's under an API version that it serves; other kinds as they are.
     *
     * @throws io.meshprovisioner.istio.model.UnknownToReleaseException for the first object that says something later
     */
    public Manifests forRelease(String version) {
        return replace(document -> IstioKinds.forRelease(document, version));
    }

    private Manifests replace(UnaryOperator<Document> change) {
        return new Manifests(stored.stream()
                .map(one -> Documents.changeItems(one.document(), change)
                        .map(changed -> new Stored(changed, one.file(), true))
                        .orElse(one))
                .toList());
    }

    /**
     * What a cluster with a release of Istio would refuse or warn about, object by object; wrong files load, so that all
     * that is wrong is said at once.
     *
     * @param version for example {@code 1.30.3}
     */
    public Findings validate(String version) {
        IstioValidator validator = IstioValidator.forRelease(version);
        return Findings.of(documents().stream()
                .flatMap(document -> validator.validate(document).all().stream())
                .toList());
    }

    /** What {@code istioctl analyze} would say about the objects together; what is not among them counts as missing. */
    public Findings analyze(String version) {
        return IstioValidator.forRelease(version).analyze(documents());
    }

    /** Fields of Istio's kinds that are kept here but that the API server will drop, each with its place. */
    public List<Note> notes() {
        return documents().stream()
                .flatMap(document -> Note.about(document).stream())
                .toList();
    }

    /**
     * Writes the objects: to a file when {@code target} ends in {@code .yaml}, {@code .yml} or {@code .json}, else into a
     * folder, each under the file it was read from (new ones into {@code manifests.yaml}). A file whose objects did not
     * change is left as it stands, comments included.
     *
     * @throws java.io.UncheckedIOException if something cannot be written
     */
    public Manifests write(Path target) {
        ManifestFiles.write(stored, target);
        return this;
    }

    /** All as one YAML stream, lists as lists. */
    public String toYaml() {
        return DocumentWriter.yamlStream(
                stored.stream().map(one -> one.document().root()).toList());
    }

    @Override
    public Iterator<Manifest> iterator() {
        return documents().stream().map(Manifest.class::cast).iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Manifests that && that.documents().equals(documents());
    }

    @Override
    public int hashCode() {
        return documents().hashCode();
    }

    /** How many objects, and the first of them. */
    @Override
    public String toString() {
        List<Document> all = documents();
        String first =
                String.join(", ", all.stream().limit(5).map(Document::toString).toList());
        return all.size() + " objects: " + first + (all.size() > 5 ? ", ..." : "");
    }

    /**
     * A document as it stands in a file.
     *
     * @param file where it was read from, with the folder that was asked for
     * @param changed whether it is not what the file says
     */
    record Stored(Document document, Optional<Origin> file, boolean changed) {}

    /** A file below the folder that was read. */
    record Origin(Path file, Path relative) {}
}
