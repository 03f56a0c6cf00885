// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.http.EdgeRules;
import dev.mediastore.http.Explanations;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.MediaStoreHttpBuilder;
import dev.mediastore.policy.PolicyDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A media origin for one test: in this process, in memory, on a free port of the loopback
 * interface. Safe for any thread.
 *
 * <p>Encoders, packagers, players and SDK clients use it like the real service; the test looks at
 * what arrived through {@link #container}, {@link #uploads} and {@link #awaitObject}.
 *
 * @since 0.1
 */
public final class TestOrigin implements AutoCloseable {
  private final List<ContainerPlan> plans;
  private final InstantSource clock;
  private final TestAccount account;
  private final Arrived arrived = new Arrived();
  private final MediaStore store;
  private final ServedOrigin served;

  private TestOrigin(Builder setup) {
    this.plans = List.copyOf(setup.plans.values());
    this.clock = setup.clock;
    this.account = new TestAccount(clock);
    this.store =
        arrived.listened(
            MediaStore.builder()
                .account(TestAccount.NUMBER)
                .region(TestAccount.REGION)
                .memory(setup.memoryBytes)
                .clock(clock)
                .eagerActivation(true));
    fill();
    MediaStoreHttpBuilder http =
        MediaStoreHttp.builder(store)
            .callers(account.callers())
            .allowInsecurePut(true)
            .explanations(setup.explanations)
            .edgeRules(setup.edgeRules);
    this.served =
        new ServedOrigin(
            http, arrived.journal(), clock, setup.anyCredentials ? account.rootSigner() : null);
    arrived.port(served.port());
  }

  /** What is there from the start has not arrived. */
  private void fill() {
    try {
      plans.forEach(plan -> plan.create(store));
      arrived.forget();
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Describes an origin to start.
   *
   * @return a description without any container
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The address of the control plane, to be used as the endpoint of a {@code MediaStore} client.
   *
   * @return scheme, host and port
   */
  public URI controlEndpoint() {
    return URI.create("http://127.0.0.1:" + served.port());
  }

  /**
   * The data endpoint of a container: what {@code DescribeContainer} answers, to be used as the
   * endpoint of a {@code MediaStoreData} client, or in front of an object's path.
   *
   * @param container name of a container
   * @return an absolute address without a trailing slash
   */
  public URI endpoint(String container) {
    return URI.create(controlEndpoint() + "/c/" + container(container).name());
  }

  /**
   * Where an object is read and written.
   *
   * @param container name of a container
   * @param path path of the object
   * @return its absolute address
   */
  public URI uri(String container, String path) {
    return URI.create(endpoint(container) + "/" + ObjectPath.of(path).value());
  }

  /**
   * Credentials of the account's root, random for each origin.
   *
   * @return access key and secret
   */
  public TestCredentials credentials() {
    return account.root();
  }

  /**
   * Makes a user of the account and a key of theirs, until the next reset.
   *
   * @param name of the user
   * @param identityPolicies what the user may do; {@link dev.mediastore.http.IdentityPolicies} has
   *     templates
   * @return access key and secret
   */
  public TestCredentials user(String name, PolicyDocument... identityPolicies) {
    return account.user(name, identityPolicies);
  }

  /**
   * Begins a session of a role of the account, with temporary credentials that expire by the
   * origin's clock and at the next reset.
   *
   * @param role name of the role, without a path
   * @param session name of the session
   * @return the session, to be told what it may do and then {@linkplain RoleSession#issue issued}
   */
  public RoleSession assumeRole(String role, String session) {
    return account.assumeRole(role, session);
  }

  /**
   * Takes a key away that a test was given; it is refused from the next request on.
   *
   * @param accessKeyId the key
   */
  public void revoke(String accessKeyId) {
    account.revoke(accessKeyId);
  }

  /**
   * The region to sign for.
   *
   * @return {@code us-east-1}
   */
  public String region() {
    return TestAccount.REGION;
  }

  /**
   * The store behind the origin, for everything this class has no word for.
   *
   * @return the store; the origin closes it
   */
  public MediaStore store() {
    return store;
  }

  /**
   * A container, in process.
   *
   * @param name its name
   * @return the container
   * @throws IllegalArgumentException if there is none of that name
   */
  public Container container(String name) {
    return store
        .container(name)
        .orElseThrow(() -> new IllegalArgumentException("no container " + name));
  }

  /**
   * The completed uploads to a container since the start or the last reset, oldest first,
   * overwrites included; at most the newest 100,000 of the origin.
   *
   * @param container name of a container
   * @return paths in order of completion
   */
  public List<String> uploads(String container) {
    return arrived.uploads().paths(container);
  }

  /**
   * Every request since the start or the last reset, in the order in which they ended.
   *
   * @return at most the newest 100,000
   */
  public List<JournalEntry> requests() {
    return arrived.journal().entries();
  }

  /**
   * How many requests were forgotten because there were too many.
   *
   * @return 0 unless there were more than 100,000
   */
  public long requestsForgotten() {
    return arrived.journal().dropped();
  }

  /**
   * What arrived in a container, to be waited for and judged.
   *
   * @param container name of a container
   * @return always up to date
   */
  public Ingest ingest(String container) {
    return new Ingest(this, container(container).name(), arrived);
  }

  /**
   * Fails unless everything has come that the rules of the scripts name, of the present one and of
   * those before it since the last reset. {@link MediaStoreExtension} asks this after each test
   * that passed.
   *
   * @throws AssertionError that names what never came
   */
  public void assertFaultsUsedUp() {
    served.faults().assertUsedUp();
  }

  /**
   * Makes requests for objects go wrong from now on, until the next reset or script. {@code
   * FaultScript.of()} makes them go well again.
   *
   * @param script what goes wrong; its rules have to be used up by the end of the test, also if
   *     another script takes its place. For faults without number there is {@link
   *     FaultScript#seeded} with a rate of 1
   */
  public void faults(FaultScript script) {
    served.faults().script(script);
  }

  /**
   * Records what arrives in a container from now on, until the recorder is closed: for {@link
   * Replay}, in tests that have no encoder. A recorder of the same container before is closed.
   *
   * @param container name of a container
   * @param file is written, or overwritten
   * @return to be closed by the caller
   * @throws IOException if the file cannot be written
   */
  public IngestRecorder record(String container, Path file) throws IOException {
    return served
        .recorded()
        .record(container(container).name(), () -> new IngestRecorder(file, clock));
  }

  /**
   * Waits until an object is there and its upload complete.
   *
   * @param container name of a container
   * @param path path of the object
   * @param atMost how long to wait, in real time
   * @return its metadata
   * @throws AssertionError if it did not arrive; the message lists what did, and what was refused
   * @throws InterruptedException if the waiting thread was interrupted
   */
  public ObjectMetadata awaitObject(String container, String path, Duration atMost)
      throws InterruptedException {
    ObjectPath wanted = ObjectPath.of(path);
    Container within = container(container);
    return arrived
        .uploads()
        .await(() -> within.head(wanted).filter(found -> !found.growing()), atMost)
        .orElseThrow(
            () ->
                new AssertionError(
                    "%s did not arrive in container %s within %s; uploaded were %s%s"
                        .formatted(
                            path,
                            container,
                            atMost,
                            uploads(container),
                            arrived.refused(container, PathPattern.wildcard("*")))));
  }

  /**
   * The bytes of an object.
   *
   * @param container name of a container
   * @param path path of the object
   * @return a copy of its bytes
   * @throws AssertionError if there is no such object
   */
  public byte[] bytes(String container, String path) {
    Optional<ObjectLease> opened = container(container).open(ObjectPath.of(path));
    try (ObjectLease lease =
        opened.orElseThrow(() -> new AssertionError("no object " + path + " in " + container))) {
      ByteBuffer copy = ByteBuffer.allocate((int) lease.availableBytes());
      while (copy.hasRemaining() && lease.read(copy.position(), copy) > 0) {
        // One read may stop where the next extent begins.
      }
      return copy.array();
    }
  }

  /**
   * Puts everything back to how it was started: containers, documents and seeded objects as
   * described, everything else gone, records of uploads and requests empty, faults off, keys that
   * were issued forgotten.
   */
  public void reset() {
    for (Container present : store.containers(TestAccount.NUMBER, TestAccount.REGION)) {
      store.deleteContainerWithContent(present.arn());
    }
    account.reset();
    plans.forEach(plan -> plan.create(store));
    arrived.forget();
    served.faults().reset();
  }

  /** Stops the server and releases all memory. Idempotent. */
  @Override
  public void close() {
    served.close();
    store.close();
  }

  /**
   * How an origin is set up. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final Map<String, ContainerPlan> plans = new LinkedHashMap<>();
    private long memoryBytes = 64L << 20;
    private InstantSource clock = InstantSource.system();
    private boolean anonymousAccess;
    private boolean anyCredentials;
    private Explanations explanations = Explanations.NONE;
    private EdgeRules edgeRules = EdgeRules.none();

    private Builder() {}

    /**
     * Adds a container.
     *
     * @param name letters, digits, hyphens and underscores
     * @return this
     */
    public Builder container(String name) {
      plans.put(name, ContainerPlan.empty(name));
      return this;
    }

    /**
     * Adds a container that holds the files below a folder from the start; their paths are relative
     * to it.
     *
     * @param name letters, digits, hyphens and underscores
     * @param folder read at every start and reset, which fail with an {@link
     *     IllegalArgumentException} if it is not there or a file in it cannot be an object
     * @return this
     */
    public Builder container(String name, Path folder) {
      plans.put(name, ContainerPlan.seeded(name, Fixtures.of(folder)));
      return this;
    }

    /**
     * Adds a container that holds the resources below a folder of the class path from the start;
     * their paths are relative to it.
     *
     * @param name letters, digits, hyphens and underscores
     * @param resources such as {@code fixtures/vod}; read at every start and reset, from a folder
     *     or an archive, as the class loader of the calling thread finds them
     * @return this
     * @throws IllegalArgumentException if the class path has no such folder
     */
    public Builder containerFromClassPath(String name, String resources) {
      plans.put(name, ContainerPlan.seeded(name, Fixtures.onClassPath(resources)));
      return this;
    }

    /**
     * Takes whatever credentials a client has: every signed request acts for the root of the
     * account, whatever it was signed with and whenever. For clients whose keys cannot be set; a
     * test that uses it does not notice a client that signs wrongly. Requests that are not signed
     * are as anonymous as ever.
     *
     * @return this
     */
    public Builder acceptAnyCredentials() {
      anyCredentials = true;
      return this;
    }

    /**
     * Lets every client do everything with the objects of all containers, signed or not: for
     * encoders and players that cannot sign. Without it the containers have the default policy,
     * which admits their owner only.
     *
     * @return this
     */
    public Builder anonymousAccess() {
      anonymousAccess = true;
      return this;
    }

    /**
     * Sets the memory for objects.
     *
     * @param bytes 64 MiB unless set
     * @return this
     */
    public Builder memory(long bytes) {
      memoryBytes = bytes;
      return this;
    }

    /**
     * Sets the clock that signatures, expiry and {@code Last-Modified} go by.
     *
     * @param source the system clock unless set
     * @return this
     */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /**
     * Sets whether refusals are explained; with {@link Explanations#ANSWERED} the body of each says
     * why.
     *
     * @param value {@link Explanations#NONE} unless set
     * @return this
     */
    public Builder explanations(Explanations value) {
      explanations = value;
      return this;
    }

    /**
     * Sets what is done at certain paths beyond the original service.
     *
     * @param rules {@link EdgeRules#none()} unless set
     * @return this
     */
    public Builder edgeRules(EdgeRules rules) {
      edgeRules = rules;
      return this;
    }

    /**
     * Starts an origin.
     *
     * @return the running origin; the caller closes it
     */
    public TestOrigin start() {
      Builder fixed = copy();
      if (anonymousAccess) {
        fixed.plans.replaceAll((name, plan) -> plan.open());
      }
      return new TestOrigin(fixed);
    }

    Builder copy() {
      Builder copy = new Builder();
      copy.plans.putAll(plans);
      copy.memoryBytes = memoryBytes;
      copy.clock = clock;
      copy.anonymousAccess = anonymousAccess;
      copy.anyCredentials = anyCredentials;
      copy.explanations = explanations;
      copy.edgeRules = edgeRules;
      return copy;
    }
  }
}
