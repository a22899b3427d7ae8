using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using Verifiable.Chain.Nodes;
using Verifiable.Documents.Files;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Watching;

/// <summary>A block up to which the chain has been read.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its hash, by which a reorganisation shows.</param>
public sealed record WatchedBlock(ulong Number, Bytes32 Hash);

/// <summary>
/// What a watcher remembers between two runs: how far it has read, which attestations the chain has accepted, and which
/// bundles it has found right. What it found wrong it finds again: whether that is proved is the chain's to say.
/// </summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Verifier">The committee's verifier.</param>
/// <param name="Blocks">Blocks up to which it has read, ascending; the newest are the last.</param>
/// <param name="Accepted">The digest of each accepted attestation with the block up to which it was read.</param>
/// <param name="Right">The digests of the bundles that replayed equal.</param>
public sealed record WatchState(
    ulong ChainId,
    Address Verifier,
    ImmutableArray<WatchedBlock> Blocks,
    ImmutableSortedDictionary<Bytes32, ulong> Accepted,
    ImmutableHashSet<Bytes32> Right)
{
    private const string Schema = "verifiable/watch/1";

    /// <summary>Blocks kept for the search of a common ancestor; before the oldest all is read again.</summary>
    private const int BlocksKept = 256;

    private static readonly IComparer<Bytes32> ByText =
        Comparer<Bytes32>.Create(static (left, right) => string.CompareOrdinal($"{left}", $"{right}"));

    private static readonly JsonSerializerOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Nothing read yet.</summary>
    public static WatchState Empty(ulong chainId, Address verifier) => new(
        chainId, verifier, [], ImmutableSortedDictionary.Create<Bytes32, ulong>(ByText), []);

    /// <summary>The state after the events up to a block.</summary>
    public WatchState Advanced(Block to, IEnumerable<Bytes32> accepted) => this with
    {
        Blocks = [.. Blocks.Append(new WatchedBlock(to.Number, to.Hash)).TakeLast(BlocksKept)],
        Accepted = Accepted.SetItems(
            accepted.Where(digest => !Accepted.ContainsKey(digest))
                .Select(digest => KeyValuePair.Create(digest, to.Number))),
    };

    /// <summary>The state without its newest block and what was accepted since the one before.</summary>
    public WatchState WithoutNewest()
    {
        ImmutableArray<WatchedBlock> left = Blocks.RemoveAt(Blocks.Length - 1);
        ulong kept = left.IsEmpty ? 0 : left[^1].Number;
        return this with
        {
            Blocks = left,
            Accepted = Accepted.RemoveRange(Accepted.Where(pair => pair.Value > kept).Select(pair => pair.Key)),
        };
    }

    /// <summary>Writes the state whole or not at all.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public void Write(string file)
    {
        StateText text = new(
            Schema,
            ChainId,
            Verifier.ToString(),
            [.. Blocks.Select(static block => new BlockText(block.Number, block.Hash.ToString()))],
            Accepted.ToDictionary(static pair => pair.Key.ToString(), static pair => pair.Value),
            [.. Right.Select(static digest => digest.ToString()).Order(StringComparer.Ordinal)]);
        AtomicFile.Write(file, [.. JsonSerializer.SerializeToUtf8Bytes(text, Strict), (byte)'\n']);
    }

    /// <summary>Reads a state; null when there is no file.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.FileUnreadable"/>, <see cref="ErrorCode.JsonMalformed"/> or
    /// <see cref="ErrorCode.HexMalformed"/>.
    /// </exception>
    public static WatchState? Read(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            using FileStream stream = File.OpenRead(file);
            StateText? text = JsonSerializer.Deserialize<StateText>(stream, Strict);
            return text?.Schema == Schema
                ? FromText(file, text)
                : throw Refuse(file, "/schema", text?.Schema ?? "null");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MarginException(ErrorCode.FileUnreadable, file, string.Empty, failure.Message, "a readable file");
        }
        catch (JsonException failure)
        {
            throw Refuse(file, failure.Path ?? "/", failure.Message);
        }
    }

    private static WatchState FromText(string file, StateText text) => Empty(
        text.ChainId, Address.Parse(text.Verifier, file, "/verifier")) with
    {
        Blocks = [.. text.Blocks.Select(block =>
            new WatchedBlock(block.Number, HexText.Parse(block.Hash, file, "/blocks")))],
        Accepted = text.Accepted.ToImmutableSortedDictionary(
            pair => HexText.Parse(pair.Key, file, "/accepted"), static pair => pair.Value, ByText),
        Right = [.. text.Right.Select(digest => HexText.Parse(digest, file, "/right"))],
    };

    private static MarginException Refuse(string file, string path, string value) => new(
        ErrorCode.JsonMalformed, file, path, value, $"a state of schema {Schema}; without the file all is read again");

    private sealed record StateText(
        string Schema,
        ulong ChainId,
        string Verifier,
        IReadOnlyList<BlockText> Blocks,
        IReadOnlyDictionary<string, ulong> Accepted,
        IReadOnlyList<string> Right);

    private sealed record BlockText(ulong Number, string Hash);
}
