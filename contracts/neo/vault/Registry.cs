using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>The vault's model and its latest market.</summary>
internal static class Registry
{
    private const long MaxAgeSeconds = 60;
    private const int HeadWords = 4;

    /// <summary>Section 0 holds the assets. One of them can have an underlying's name, so it is never taken for an
    /// underlying's.</summary>
    private const int FirstUnderlying = 1;

    /// <summary>The SHA-256 of the identity of the engine that the attesters run.</summary>
    internal static Bytes EngineId() => Storage.Get(Bytes.Of("me"));

    internal static Bytes ParametersHash() => Storage.Get(Bytes.Of("mp"));

    internal static Bytes ScenariosHash() => Storage.Get(Bytes.Of("ms"));

    internal static void SetModel(Bytes engineId, Bytes parametersHash, Bytes scenariosHash)
    {
        Contract.Require(Bytes.Length(engineId) == 32, "ModelUnknown");
        Contract.Require(Bytes.Length(parametersHash) == 32 && Bytes.Length(scenariosHash) == 32, "ModelUnknown");
        Storage.Put(Bytes.Of("me"), engineId);
        Storage.Put(Bytes.Of("mp"), parametersHash);
        Storage.Put(Bytes.Of("ms"), scenariosHash);
    }

    /// <summary>Reads the parameters, refused unless they are the model's.</summary>
    internal static void OpenModel(Bytes parameters)
    {
        Contract.Require(Bytes.AreEqual(Crypto.Sha256(parameters), ParametersHash()), "ModelMismatch");
        Model.Read(parameters);
    }

    /// <summary>Reads the scenario set, refused unless it is the model's.</summary>
    internal static void OpenScenarios(Bytes scenarios)
    {
        Contract.Require(Bytes.AreEqual(Crypto.Sha256(scenarios), ScenariosHash()), "ModelMismatch");
        Scenario.Open(scenarios);
    }

    /// <summary>The latest round.</summary>
    internal static long Round() => Bytes.ToNumber(Storage.Get(Bytes.Of("xr")));

    /// <summary>The SHA-256 of the latest market's head.</summary>
    internal static Bytes MarketHash() => Storage.Get(Bytes.Of("xh"));

    /// <summary>The latest market's time, seconds.</summary>
    internal static long ObservedAt() => Bytes.ToNumber(Storage.Get(Bytes.Of("xt")));

    /// <summary>Takes a newer market that the publishers signed.</summary>
    /// <param name="head">Tag, round, time, number of sections, and each section's SHA-256.</param>
    /// <param name="signatures">The publishers' signatures.</param>
    /// <param name="now">Seconds.</param>
    internal static long Register(Bytes head, Bytes signatures, long now)
    {
        int count = Words.CountOf(head);
        Bytes reversed = Bytes.Reversed(head);
        Contract.Require(count > HeadWords, "MalformedPreimage");
        Contract.Require(Bytes.AreEqual(Bytes.Slice(head, 0, 32), Tags.Market()), "MalformedPreimage");
        long round = Words.Number(Words.At(reversed, count, 1));
        long observedAt = Words.Number(Words.At(reversed, count, 2));
        Contract.Require(Words.Number(Words.At(reversed, count, 3)) == count - HeadWords, "MalformedPreimage");
        Contract.Require(round > Round(), "RoundNotNewer");
        Contract.Require(observedAt >= ObservedAt(), "RowOlderThanLast");
        // A round counts lengths of time: one beyond all times would be the last.
        Contract.Require(observedAt <= now && round <= observedAt, "RoundInFuture");
        Bytes message = Bytes.Join(Attested.Domain("VerifiableMargin/neo-market/1"), head);
        Committee.RequireSigned(Committee.Publishers, message, signatures);
        Storage.Put(Bytes.Of("xr"), Bytes.Of(round));
        Storage.Put(Bytes.Of("xt"), Bytes.Of(observedAt));
        Storage.Put(Bytes.Of("xh"), Crypto.Sha256(head));
        return round;
    }

    /// <summary>Refuses while the latest market is too old.</summary>
    internal static void RequireFresh(long now) =>
        Contract.Require(now - ObservedAt() <= MaxAgeSeconds, "SnapshotStale");

    /// <summary>Whether the sections shown last are all of the latest market: what is not among them is not
    /// listed.</summary>
    internal static bool ShowsAll { get; private set; }

    /// <summary>Refuses sections that are not of underlyings of the latest market, each once and in its order.</summary>
    internal static void RequireSections(Bytes head, Items sections)
    {
        Contract.Require(Bytes.AreEqual(Crypto.Sha256(head), MarketHash()), "MarketHashMismatch");
        int listed = Words.CountOf(head) - HeadWords;
        int next = FirstUnderlying;
        for (int at = 0; at < Items.Count(sections); at++)
        {
            Bytes hash = Crypto.Sha256(Items.At(sections, at));
            while (next < listed && !Bytes.AreEqual(Bytes.Slice(head, 32 * (HeadWords + next), 32), hash))
            {
                next++;
            }

            Contract.Require(next < listed, "MissingSection");
            next++;
        }

        ShowsAll = FirstUnderlying + Items.Count(sections) == listed;
    }
}
