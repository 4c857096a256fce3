package org.adclicks.query.keys;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys of a service in a file, a line each: name, scopes, when it was made, SHA-256. Written
 * whole or not at all, for its owner's eyes only.
 *
 * <p>Errors: {@link KeyFileException} with a line that says what is wrong and where.
 */
public record KeyFile(Path path) {

  private static final String HEADER = "# name scopes made sha256; ./adclicks serve keys edits it";

  /** All keys; none if there is no file. */
  public List<ApiKey> read() throws KeyFileException {
    List<ApiKey> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      ApiKey key = parse(line, number);
      if (!names.add(key.name())) {
        throw new KeyFileException(path + ":" + number + ": a second key " + key.name());
      }
      keys.add(key);
    }
    return keys;
  }

  private List<String> lines() throws KeyFileException {
    try {
      return Files.readAllLines(path);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  private ApiKey parse(String line, int number) throws KeyFileException {
    List<String> words = Splitter.on(' ').omitEmptyStrings().splitToList(line);
    if (words.size() != 4) {
      throw new KeyFileException(
          path + ":" + number + ": not the four words of a key: name scopes made sha256");
    }
    try {
      Set<KeyScope> scopes =
          Splitter.on(',')
              .splitToStream(words.get(1))
              .map(KeyScope::parse)
              .collect(Collectors.toSet());
      return new ApiKey(words.get(0), scopes, Instant.parse(words.get(2)), words.get(3));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new KeyFileException(path + ":" + number + ": " + e.getMessage());
    }
  }

  /** Makes a key and returns it: it is nowhere else, and cannot be told again. */
  public String add(String name, Set<KeyScope> scopes) throws KeyFileException {
    String made = MadeKey.make();
    ApiKey key =
        new ApiKey(name, scopes, Instant.now().truncatedTo(ChronoUnit.SECONDS), MadeKey.hash(made));
    edit(
        keys -> {
          if (keys.stream().anyMatch(other -> other.name().equals(name))) {
            throw new KeyFileException(
                "there is a key " + name + " in " + path + " already; revoke it first");
          }
          keys.add(key);
        });
    return made;
  }

  /** Forgets a key; a running service lets it in no more within a second. */
  public void revoke(String name) throws KeyFileException {
    edit(
        keys -> {
          if (!keys.removeIf(key -> key.name().equals(name))) {
            throw new KeyFileException("there is no key " + name + " in " + path);
          }
        });
  }

  private interface Edit {
    void apply(List<ApiKey> keys) throws KeyFileException;
  }

  /** One editor at a time, or one would bring back what another revoked. */
  private void edit(Edit edit) throws KeyFileException {
    Path lock = path.resolveSibling(path.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      List<ApiKey> keys = new ArrayList<>(read());
      edit.apply(keys);
      write(keys);
      held.release();
    } catch (IOException e) {
      throw unusable("written", e);
    }
  }

  private void write(List<ApiKey> keys) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    keys.stream().sorted(Comparator.comparing(ApiKey::name)).forEach(key -> lines.add(line(key)));
    Path unfinished = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished);
    if (Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
    }
    Files.write(unfinished, lines);
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(ApiKey key) {
    String scopes =
        key.scopes().stream().map(KeyScope::text).sorted().collect(Collectors.joining(","));
    return String.join(" ", key.name(), scopes, key.made().toString(), key.hash());
  }

  private KeyFileException unusable(String done, IOException e) {
    return new KeyFileException(
        "keys in " + path + " cannot be " + done + ": " + e.getClass().getSimpleName());
  }
}
