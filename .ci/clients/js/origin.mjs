// SPDX-License-Identifier: Apache-2.0
// What the programs of this folder share: the started origin and clients for it.
import { MediaStoreClient } from "@aws-sdk/client-mediastore";
import { MediaStoreDataClient } from "@aws-sdk/client-mediastore-data";

/** The line of JSON that the started origin printed. */
export const origin = JSON.parse(process.env.ORIGIN);

const settings = {
  region: origin.region,
  credentials: { accessKeyId: origin.accessKey, secretAccessKey: origin.secretKey },
  // A second attempt would hide a fault of the origin.
  maxAttempts: 1,
};

export const control = new MediaStoreClient({ ...settings, endpoint: origin.control });

export const dataClient = (endpoint) => new MediaStoreDataClient({ ...settings, endpoint });
