using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>A model to be scheduled: the struct <c>ModelPlan</c> before its preimages are stored.</summary>
/// <param name="EngineId">The engine's identity.</param>
/// <param name="Engine">The contract that computes its numbers.</param>
/// <param name="Parameters">The preimage of the parameters' hash.</param>
/// <param name="Scenarios">The preimage of the scenarios' hash.</param>
/// <param name="Capabilities">The sum of the registry's capability bits.</param>
/// <param name="TailRank">How many of the worst scenarios the tail measure averages at most; zero without one.</param>
/// <param name="ActiveFromSeconds">The first second at which it may be used.</param>
public sealed record ModelPlan(
    Bytes32 EngineId,
    Address Engine,
    ReadOnlyMemory<byte> Parameters,
    ReadOnlyMemory<byte> Scenarios,
    uint Capabilities,
    ushort TailRank,
    ulong ActiveFromSeconds);

/// <summary>A deployed ModelRegistry.</summary>
/// <param name="contract">The contract.</param>
public sealed class ModelRegistry(ContractInstance contract)
{
    /// <summary>A margin of the model can be proved without attesters.</summary>
    public const uint SelfProofCapability = 1;

    /// <summary>A breach of the model can be witnessed without attesters.</summary>
    public const uint WitnessCapability = 2;

    /// <summary>The registry can disprove an attestation made with the model.</summary>
    public const uint DisputeCapability = 4;

    /// <summary>The most bytes of one chunk: a contract's code less its first byte.</summary>
    private const int ChunkBytes = 24_575;

    /// <summary>Where it stands.</summary>
    public Address Address => contract.Address;

    /// <summary>The contract itself.</summary>
    public ContractInstance Contract => contract;

    /// <summary>Stores the model's preimages and schedules it; the sender holds the timelock's role.</summary>
    /// <returns>The model's identity.</returns>
    public async Task<Bytes32> ScheduleAsync(
        TransactionSender timelock, ModelPlan plan, CancellationToken cancellation = default)
    {
        AbiValue parameters = await StoreAsync(timelock, plan.Parameters, cancellation).ConfigureAwait(false);
        AbiValue scenarios = await StoreAsync(timelock, plan.Scenarios, cancellation).ConfigureAwait(false);
        AbiValue value = AbiValue.Of(
            plan.EngineId,
            plan.Engine,
            parameters,
            scenarios,
            (ulong)plan.Capabilities,
            (ulong)plan.TailRank,
            plan.ActiveFromSeconds);
        TransactionReceipt receipt =
            await contract.SendAsync(timelock, "schedule", [value], cancellation).ConfigureAwait(false);
        return Single(receipt, "ModelScheduled")["modelId"].AsBytes32();
    }

    /// <summary>The sum of a model's capability bits; zero for one that is not known.</summary>
    public async Task<uint> CapabilitiesAsync(Bytes32 modelId, CancellationToken cancellation = default)
    {
        NamedValues answer =
            await contract.CallAsync("capabilities", [modelId], cancellation).ConfigureAwait(false);
        return (uint)answer.Items[0].Value.AsUInt64();
    }

    private async Task<AbiValue> StoreAsync(
        TransactionSender sender, ReadOnlyMemory<byte> preimage, CancellationToken cancellation)
    {
        List<AbiValue> chunks = [];
        for (int start = 0; start < preimage.Length; start += ChunkBytes)
        {
            byte[] content = preimage.Slice(start, Math.Min(ChunkBytes, preimage.Length - start)).ToArray();
            TransactionReceipt receipt =
                await contract.SendAsync(sender, "storeChunk", [content], cancellation).ConfigureAwait(false);
            chunks.Add(Single(receipt, "ChunkStored")["chunk"]);
        }

        return ContractValues.List(chunks);
    }

    private NamedValues Single(TransactionReceipt receipt, string name) =>
        contract.EventsOf(receipt).FirstOrDefault(one => one.Name == name)?.Fields
        ?? throw JsonRpcReply.Malformed("/logs", $"no {name}", $"the event {name} of {contract.Name}");
}
