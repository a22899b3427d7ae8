using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>A k-of-n committee on secp256k1: its epoch, its signatures, and how it is replaced.</summary>
/// <remarks>
/// A replacement is announced and waits a week, so that an owner who turns against the accounts leaves them time to
/// go. Keys are compressed, 33 bytes each, in one string; a signature is its signer's index and 64 bytes.
/// </remarks>
internal static class Committee
{
    /// <summary>The role that attests margins.</summary>
    internal const string Attesters = "A";

    /// <summary>The role that publishes markets.</summary>
    internal const string Publishers = "P";

    private const int KeyLength = 33;
    private const int SignatureLength = 65;
    private const int MaxSigners = 21;
    private const long NoticeSeconds = 7 * 86_400;

    /// <summary>The number of the committee that may sign now; it starts at 1.</summary>
    internal static long Epoch(string role) => Bytes.ToNumber(Storage.Get(Key("e", role)));

    /// <summary>Puts the first committee, or the next, in place.</summary>
    internal static void Install(string role, Bytes keys, long threshold)
    {
        Check(keys, threshold);
        Storage.Put(Key("k", role), keys);
        Storage.Put(Key("t", role), Bytes.Of(threshold));
        Storage.Put(Key("e", role), Bytes.Of(Epoch(role) + 1));
    }

    /// <summary>Announces the next committee.</summary>
    internal static long Announce(string role, Bytes keys, long threshold, long now)
    {
        Check(keys, threshold);
        Storage.Put(Key("n", role), keys);
        Storage.Put(Key("h", role), Bytes.Of(threshold));
        Storage.Put(Key("w", role), Bytes.Of(now + NoticeSeconds));
        return now + NoticeSeconds;
    }

    /// <summary>Puts the announced committee in place once its notice is over.</summary>
    internal static void Activate(string role, long now)
    {
        long readyAt = Bytes.ToNumber(Storage.Get(Key("w", role)));
        Contract.Require(readyAt != 0, "RoleMissing");
        Contract.Require(now >= readyAt, "NoticeTooShort");
        Install(role, Storage.Get(Key("n", role)), Bytes.ToNumber(Storage.Get(Key("h", role))));
        Storage.Put(Key("w", role), Bytes.Of(0));
    }

    /// <summary>Ends the committee at once: nothing is signed until the next is in place.</summary>
    internal static void End(string role) => Storage.Put(Key("t", role), Bytes.Of(0));

    /// <summary>Refuses unless exactly the threshold of distinct members signed the message.</summary>
    internal static void RequireSigned(string role, Bytes message, Bytes signatures)
    {
        Bytes keys = Storage.Get(Key("k", role));
        int size = Bytes.Length(keys) / KeyLength;
        long threshold = Bytes.ToNumber(Storage.Get(Key("t", role)));
        Contract.Require(threshold > 0, "EpochNotActive");
        Contract.Require(Bytes.Length(signatures) == threshold * SignatureLength, "WrongSignatureCount");
        int previous = -1;
        for (int at = 0; at < threshold; at++)
        {
            int signer = Bytes.ByteAt(signatures, at * SignatureLength);
            Contract.Require(signer > previous, "DuplicateSigner");
            Contract.Require(signer < size, "BitmapOutOfRange");
            Bytes key = Bytes.Slice(keys, signer * KeyLength, KeyLength);
            Bytes signature = Bytes.Slice(signatures, (at * SignatureLength) + 1, SignatureLength - 1);
            Contract.Require(Crypto.Verify(message, key, signature, Crypto.Secp256k1), "SignatureRejected");
            previous = signer;
        }
    }

    private static void Check(Bytes keys, long threshold)
    {
        int size = Bytes.Length(keys) / KeyLength;
        Contract.Require(size * KeyLength == Bytes.Length(keys), "KeyOutOfRange");
        Contract.Require(size <= MaxSigners, "TooManySigners");
        Contract.Require(threshold * 2 > size && threshold <= size, "ThresholdOutOfRange");
        for (int at = 0; at < size; at++)
        {
            for (int other = 0; other < at; other++)
            {
                bool same = Bytes.AreEqual(
                    Bytes.Slice(keys, at * KeyLength, KeyLength), Bytes.Slice(keys, other * KeyLength, KeyLength));
                Contract.Require(!same, "DuplicateSigner");
            }
        }
    }

    private static Bytes Key(string kind, string role) => Bytes.Join(Bytes.Of(kind), Bytes.Of(role));
}
