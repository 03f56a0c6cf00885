// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.MediaStore;
import dev.mediastore.cors.CorsEvaluator;
import dev.mediastore.cors.CorsOptions;
import dev.mediastore.policy.PolicyEvaluator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link MediaStoreHttp}, each checked as it is set. Used by one thread
 * at a time.
 *
 * @since 0.1
 */
public final class MediaStoreHttpBuilder {
  private static final Duration MAX_CLOCK_SKEW = Duration.ofDays(1);
  private static final int TOKEN_KEY_BYTES = 32;

  private final MediaStore store;
  private CallerDirectory callers = Callers.create();
  private Preset preset = Preset.COMPATIBLE;
  private HttpLimits limits = HttpLimits.defaults();
  private Endpoints endpoints = Endpoints.defaults();
  private Duration clockSkew = Duration.ofMinutes(15);
  private Set<Plane> planes = EnumSet.allOf(Plane.class);
  private TrustedProxies trustedProxies = TrustedProxies.none();
  private Explanations explanations = Explanations.NONE;
  private CallerHook callerHook = CallerHook.signer();
  private EdgeRules edgeRules = EdgeRules.none();
  private RequestQuotas quotas = RequestQuotas.none();
  private LoadShedding loadShedding = LoadShedding.NONE;
  private @Nullable String timeEndpoint;
  private @Nullable String healthEndpoint;
  private boolean allowInsecurePut;
  private boolean quotedEntityTags;
  private boolean privateNetworkAccess;
  private boolean publicForUnknownAccounts;
  private RandomGenerator random = new SecureRandom();
  private final List<ExchangeListener> listeners = new ArrayList<>();
  private String name = "mediastore";
  private @Nullable Deadlines deadlines;
  private @Nullable Executor waker;

  MediaStoreHttpBuilder(MediaStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /** Sets who is known. Until then signed requests are refused and others are anonymous. */
  public MediaStoreHttpBuilder callers(CallerDirectory directory) {
    callers = Objects.requireNonNull(directory, "callers");
    return this;
  }

  /**
   * Sets for whom signed requests act, for example for a CDN that signs as a service: see {@link
   * CallerHook#service}. Each acts for its signer unless set.
   */
  public MediaStoreHttpBuilder callerHook(CallerHook hook) {
    callerHook = Objects.requireNonNull(hook, "callerHook");
    return this;
  }

  /**
   * Sets whose word counts about the address, protocol and host of a request. Nobody's unless set:
   * forwarding header fields are then not looked at.
   */
  public MediaStoreHttpBuilder trustedProxies(TrustedProxies proxies) {
    trustedProxies = Objects.requireNonNull(proxies, "trustedProxies");
    return this;
  }

  /** Sets whether refusals are explained, and to whom. They are not unless set. */
  public MediaStoreHttpBuilder explanations(Explanations value) {
    explanations = Objects.requireNonNull(value, "explanations");
    return this;
  }

  /** Sets how to answer where the original service was stricter or poorer. */
  public MediaStoreHttpBuilder preset(Preset value) {
    preset = Objects.requireNonNull(value, "preset");
    return this;
  }

  /**
   * Sets whether a container policy may allow PutObject without demanding TLS; for origins that are
   * served without. Off unless set.
   */
  public MediaStoreHttpBuilder allowInsecurePut(boolean allowed) {
    allowInsecurePut = allowed;
    return this;
  }

  /**
   * Sets what is done at certain paths beyond the original service: streaming for encoders that
   * cannot ask for it, cache times by media type, waiting for what is about to come. Nothing unless
   * set.
   */
  public MediaStoreHttpBuilder edgeRules(EdgeRules rules) {
    edgeRules = Objects.requireNonNull(rules, "edgeRules");
    return this;
  }

  /** Sets how many requests a second each container takes. Any number unless set. */
  public MediaStoreHttpBuilder quotas(RequestQuotas value) {
    quotas = Objects.requireNonNull(value, "quotas");
    return this;
  }

  /**
   * Refuses reads of old objects with 503 and {@code Retry-After} while too many reads are under
   * way, so that uploads and the live edge go on. Nothing is refused unless set.
   *
   * @param readsUnderWay answers being sent beyond which old objects are refused, at least 1
   * @param liveEdge how old an object may be that is never refused; zero or more
   */
  public MediaStoreHttpBuilder loadShedding(int readsUnderWay, Duration liveEdge) {
    if (readsUnderWay < 1 || liveEdge.isNegative()) {
      throw new IllegalArgumentException(
          "readsUnderWay must be at least 1 and liveEdge 0 or more: "
              + readsUnderWay
              + ", "
              + liveEdge);
    }
    loadShedding = new LoadShedding(readsUnderWay, liveEdge);
    return this;
  }

  /**
   * Sets where players may ask for the time, for the {@code UTCTiming} element of DASH manifests:
   * schemes {@code urn:mpeg:dash:utc:http-iso:2014}, {@code http-xsdate:2014} and, with HEAD,
   * {@code http-head:2014}. Open to everybody, on every host name. Nowhere unless set.
   *
   * @param path a plain path such as {@code /time}, which no container can be reached by then
   */
  public MediaStoreHttpBuilder timeEndpoint(String path) {
    timeEndpoint = ServiceEndpoints.checked("timeEndpoint", path);
    requireTwoEndpoints();
    return this;
  }

  /**
   * Sets where a load balancer may ask whether to send requests here: 200 {@code {"status":"UP"}},
   * or 503 when the store takes no writes or the service is stopping. Below it, at {@code /live},
   * whoever would start the process again may ask whether that is needed: 200 as long as it answers
   * requests at all. Open to everybody, on every host name. Nowhere unless set.
   *
   * @param path a plain path such as {@code /health}, which no container can be reached by then
   */
  public MediaStoreHttpBuilder healthEndpoint(String path) {
    healthEndpoint = ServiceEndpoints.checked("healthEndpoint", path);
    requireTwoEndpoints();
    return this;
  }

  private void requireTwoEndpoints() {
    if (timeEndpoint != null && timeEndpoint.equals(healthEndpoint)) {
      throw new IllegalArgumentException(
          "timeEndpoint and healthEndpoint must differ, were " + timeEndpoint);
    }
  }

  /** Sets the limits of requests. */
  public MediaStoreHttpBuilder limits(HttpLimits value) {
    limits = Objects.requireNonNull(value, "limits");
    return this;
  }

  /** Sets how requests select a container and which endpoints are shown. */
  public MediaStoreHttpBuilder endpoints(Endpoints value) {
    endpoints = Objects.requireNonNull(value, "endpoints");
    return this;
  }

  /**
   * Sets how far the clock of a signing client may be off, in both directions.
   *
   * @param skew 15 minutes unless set; zero or positive, less than a day
   */
  public MediaStoreHttpBuilder clockSkew(Duration skew) {
    if (skew.isNegative() || skew.compareTo(MAX_CLOCK_SKEW) >= 0) {
      throw new IllegalArgumentException("clockSkew must be from 0 to less than a day: " + skew);
    }
    clockSkew = skew;
    return this;
  }

  /** Serves one half of the service only, so that the two can stand on different ports. */
  public MediaStoreHttpBuilder only(Plane plane) {
    planes = EnumSet.of(plane);
    return this;
  }

  /**
   * Sets whether {@code ETag} header fields have the quotation marks that RFC 9110 wants, for
   * caches that insist. Off unless set: the service sent bare digits, and its clients show them as
   * sent.
   */
  public MediaStoreHttpBuilder quotedEntityTags(boolean quoted) {
    quotedEntityTags = quoted;
    return this;
  }

  /** Sets whether preflights may grant access from public pages to a private network. */
  public MediaStoreHttpBuilder privateNetworkAccess(boolean allowed) {
    privateNetworkAccess = allowed;
    return this;
  }

  /**
   * Sets whether a public container policy also admits signed callers of accounts without any
   * identity policy here; by the rules of IAM both sides would have to allow. Off unless set.
   */
  public MediaStoreHttpBuilder publicForUnknownAccounts(boolean allowed) {
    publicForUnknownAccounts = allowed;
    return this;
  }

  /** Sets the name of this instance, which its threads bear. */
  public MediaStoreHttpBuilder name(String value) {
    name = Objects.requireNonNull(value, "name");
    return this;
  }

  /**
   * Sets the source of request ids and of the key of page tokens.
   *
   * @param source safe for any thread; a {@link SecureRandom} unless set
   */
  public MediaStoreHttpBuilder random(RandomGenerator source) {
    random = Objects.requireNonNull(source, "random");
    return this;
  }

  /**
   * Adds a listener, told about every request after the fact: an access log, metrics, an audit
   * trail. Nobody is unless added.
   *
   * @param told stays the caller's
   */
  public MediaStoreHttpBuilder listener(ExchangeListener told) {
    listeners.add(Objects.requireNonNull(told, "listener"));
    return this;
  }

  /**
   * Sets the timer that deadlines and waits go by, for tests whose time passes when they say so.
   *
   * @param timer closed with the handler; one by the clock of the machine unless set
   */
  public MediaStoreHttpBuilder deadlines(Deadlines timer) {
    deadlines = Objects.requireNonNull(timer, "deadlines");
    return this;
  }

  MediaStoreHttpBuilder waker(Executor executor) {
    waker = executor;
    return this;
  }

  /** Makes the handler, which the caller closes. */
  public MediaStoreHttp build() {
    Deadlines timer = deadlines == null ? Deadlines.start(name + "-deadlines") : deadlines;
    ContainerSelector selector = new ContainerSelector(store, endpoints);
    ProxyHints proxyHints = new ProxyHints(trustedProxies, endpoints);
    PolicyEvaluator evaluator = PolicyEvaluator.create();
    Authorizer authorizer =
        new Authorizer(
            publicForUnknownAccounts ? evaluator.withPublicForUnknownAccounts() : evaluator,
            new ContainerPolicies(preset, allowInsecurePut),
            proxyHints);
    CallerLookups lookups = new CallerLookups(callers, limits.callerLookup(), timer, name);
    Authenticator authenticator =
        new Authenticator(lookups, preset, store.clock(), clockSkew, callerHook, proxyHints);
    ControlRequests control =
        new ControlRequests(
            store,
            selector,
            authenticator,
            authorizer,
            preset,
            allowInsecurePut,
            limits.controlBodyBytes());
    Executor wakes = waker == null ? Waits.startWaker(name + "-wakes") : waker;
    Waits waits = new Waits(limits.waiters(), timer, wakes);
    Router router =
        new Router(
            new HeadChecks(limits),
            planes,
            preset,
            new ServiceEndpoints(timeEndpoint, healthEndpoint, store::isWritable),
            control,
            data(selector, authenticator, authorizer, timer, waits));
    boolean mayBlock = store.mayBlock() || callers.mayBlock();
    return new MediaStoreHttp(
        mayBlock,
        store.clock(),
        new RequestIds(random),
        ExchangeListeners.of(listeners),
        trustedProxies,
        new Explainer(explanations),
        timer,
        lookups,
        waits,
        router);
  }

  private DataPlane data(
      ContainerSelector selector,
      Authenticator authenticator,
      Authorizer authorizer,
      Deadlines timer,
      Waits waits) {
    EntityTags tags = new EntityTags(quotedEntityTags);
    Throttle throttle = new Throttle(quotas, store.clock());
    CorsOptions cors = CorsOptions.defaults().withPrivateNetworkAccess(privateNetworkAccess);
    byte[] tokenKey = new byte[TOKEN_KEY_BYTES];
    random.nextBytes(tokenKey);
    return new DataPlane(
        preset,
        limits,
        selector,
        new CorsResponder(CorsEvaluator.create(cors)),
        authenticator,
        authorizer,
        new EdgeReads(edgeRules, new ReadAnswers(preset, tags, throttle, loadShedding), waits),
        new ListAnswers(new PageTokens(tokenKey), store.limits().listingItems()),
        new Uploads(
            new UploadHeaders(preset, edgeRules),
            new PutAnswer(tags),
            limits.upload(),
            timer,
            edgeRules,
            waits,
            throttle),
        throttle);
  }
}
