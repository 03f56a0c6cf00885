// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/** What it takes to check a body, until somebody wants to. Immutable. */
sealed interface PayloadPlan {
  /** Starts the checks on one body. */
  PayloadVerifier open();

  /** A body nobody vouches for. */
  record Unsigned() implements PayloadPlan {
    static final Unsigned INSTANCE = new Unsigned();

    @Override
    public PayloadVerifier open() {
      return PlainPayload.unsigned();
    }
  }

  /** A body whose digest the head declares; 64 hexadecimal digits. */
  record Declared(String sha256) implements PayloadPlan {
    static final Declared EMPTY = new Declared(Sha256.EMPTY_HEX);

    @Override
    public PayloadVerifier open() {
      if (sha256.equals(Sha256.EMPTY_HEX)) {
        return PlainPayload.hashed(PlainPayload.NOTHING);
      }
      byte[] expected = Hex.decode(sha256);
      return PlainPayload.hashed(digest -> PlainPayload.checkDeclared(expected, digest));
    }
  }

  /** A body whose digest completes the canonical request; the head is everything before it. */
  record Undecided(Seal seal, Evidence evidence, String head) implements PayloadPlan {
    @Override
    public PayloadVerifier open() {
      return PlainPayload.hashed(digest -> seal.check(head, digest, evidence));
    }
  }

  /** A framed body without signatures of its own. */
  record UnsignedChunks(PayloadExpectation payload, SigV4Limits limits) implements PayloadPlan {
    @Override
    public PayloadVerifier open() {
      return new ChunkedPayload(payload, limits, null);
    }
  }

  /** A framed body whose chunks continue the chain that the signature of the head begins. */
  record SignedChunks(PayloadExpectation payload, SigV4Limits limits, Seal seal)
      implements PayloadPlan {
    @Override
    public PayloadVerifier open() {
      return new ChunkedPayload(payload, limits, new ChunkChain(seal));
    }
  }
}
