using System;
using System.Collections.Generic;
using System.Linq;
using Neo;
using Neo.Network.P2P.Payloads;
using Neo.Persistence;
using Neo.SmartContract;
using Neo.SmartContract.Native;
using Neo.VM;
using Neo.VM.Types;
using Verifiable.Neo.Output;
using Array = System.Array;

namespace Verifiable.Tests.Neo.Chain;

/// <summary>
/// The node's own application engine over a chain in memory: real native contracts, real fees, and a clock that the
/// test sets.
/// </summary>
internal sealed class TestChain : IVaultChain
{
    private const long GasLimit = 20_000_00000000;

    private readonly SnapshotCache _state = new(new MemoryStore());
    private readonly Block _genesis = NeoSystem.CreateGenesisBlock(Settings);
    private uint _nonce;

    internal TestChain()
    {
        Persist(TriggerType.OnPersist, ApplicationEngine.System_Contract_NativeOnPersist);
        Persist(TriggerType.PostPersist, ApplicationEngine.System_Contract_NativePostPersist);
        Now = 1_764_000_000;
    }

    /// <summary>The chain's settings; its network's number is part of what is signed.</summary>
    internal static ProtocolSettings Settings { get; } = ProtocolSettings.Default with { Network = 0x4D565442 };

    /// <inheritdoc/>
    public uint Network => Settings.Network;

    /// <inheritdoc/>
    public UInt256 Genesis => _genesis.Hash;

    /// <inheritdoc/>
    public long Now { get; set; }

    /// <inheritdoc/>
    public UInt160 Deploy(BuiltContract contract, UInt160 sender, params object[] data)
    {
        CallOutcome outcome = Call(
            NativeContract.ContractManagement.Hash,
            "deploy",
            [sender],
            contract.Nef,
            System.Text.Encoding.UTF8.GetBytes(contract.Manifest),
            data);
        var deployed = (global::Neo.VM.Types.Array)outcome.Value;
        DeployGas = outcome.Gas;
        return new UInt160(deployed[2].GetSpan());
    }

    /// <inheritdoc/>
    public long DeployGas { get; private set; }

    /// <inheritdoc/>
    public CallOutcome Call(UInt160 contract, string method, UInt160[] signers, params object[] arguments)
    {
        using ScriptBuilder script = new();
        Push(script, arguments);
        script.EmitPush(CallFlags.All);
        script.EmitPush(method);
        script.EmitPush(contract);
        script.EmitSysCall(ApplicationEngine.System_Contract_Call);
        DataCache copy = _state.CreateSnapshot();
        using ApplicationEngine engine = ApplicationEngine.Create(
            TriggerType.Application, Transaction(script.ToArray(), signers), copy, NextBlock(), Settings, GasLimit);
        engine.LoadScript(script.ToArray());
        if (engine.Execute() == VMState.HALT)
        {
            copy.Commit();
            StackItem value = engine.ResultStack.Count > 0 ? engine.ResultStack.Pop() : StackItem.Null;
            return new CallOutcome(value, null, engine.GasConsumed, [.. engine.Notifications.Select(n => n.EventName)]);
        }

        return new CallOutcome(StackItem.Null, NameOf(engine.FaultException.Message), engine.GasConsumed, []);
    }

    /// <summary>Whether bytes are passed as buffers, which a contract can change in place.</summary>
    internal bool PassesBuffers { get; set; }

    /// <summary>A fault's own name, without what the machine says around it.</summary>
    internal static string NameOf(string fault)
    {
        const string Prefix = "An unhandled exception was thrown. ";
        return fault.StartsWith(Prefix, StringComparison.Ordinal) ? fault[Prefix.Length..] : fault;
    }

    /// <summary>An argument in the form that the node takes.</summary>
    internal static ContractParameter Parameter(object value) => value switch
    {
        byte[] bytes => new ContractParameter(ContractParameterType.ByteArray) { Value = bytes },
        string text => new ContractParameter(ContractParameterType.String) { Value = text },
        bool truth => new ContractParameter(ContractParameterType.Boolean) { Value = truth },
        UInt160 hash => new ContractParameter(ContractParameterType.Hash160) { Value = hash },
        object[] items => new ContractParameter(ContractParameterType.Array)
        {
            Value = items.Select(Parameter).ToList(),
        },
        _ => new ContractParameter(ContractParameterType.Integer)
        {
            Value = System.Numerics.BigInteger.Parse(
                Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
                System.Globalization.CultureInfo.InvariantCulture),
        },
    };

    private void Push(ScriptBuilder script, object value)
    {
        if (value is object[] items)
        {
            foreach (object item in items.Reverse())
            {
                Push(script, item);
            }

            script.EmitPush(items.Length);
            script.Emit(OpCode.PACK);
            return;
        }

        script.EmitPush(Parameter(value));
        if (PassesBuffers && value is byte[] or UInt160)
        {
            script.Emit(OpCode.CONVERT, [(byte)StackItemType.Buffer]);
        }
    }

    private void Persist(TriggerType trigger, uint service)
    {
        using ScriptBuilder script = new();
        script.EmitSysCall(service);
        using ApplicationEngine engine = ApplicationEngine.Create(trigger, null, _state, _genesis, Settings, 0);
        engine.LoadScript(script.ToArray());
        if (engine.Execute() != VMState.HALT)
        {
            throw engine.FaultException;
        }
    }

    private Transaction Transaction(byte[] script, UInt160[] signers) => new()
    {
        Nonce = _nonce++,
        Script = script,
        Signers = [.. signers.Select(account => new Signer { Account = account, Scopes = WitnessScope.CalledByEntry })],
        Attributes = Array.Empty<TransactionAttribute>(),
        Witnesses = Array.Empty<Witness>(),
    };

    private Block NextBlock() => new()
    {
        Header = new Header
        {
            PrevHash = _genesis.Hash,
            MerkleRoot = UInt256.Zero,
            Timestamp = (ulong)Now * 1_000,
            Index = 1,
            NextConsensus = _genesis.NextConsensus,
            Witness = new Witness { InvocationScript = Array.Empty<byte>(), VerificationScript = Array.Empty<byte>() },
        },
        Transactions = [],
    };
}

/// <summary>How a call ended.</summary>
/// <param name="Value">What it returned.</param>
/// <param name="Fault">The name of its fault, or null.</param>
/// <param name="Gas">What it cost, in 10^-8 GAS.</param>
/// <param name="Events">The notifications in order.</param>
internal sealed record CallOutcome(StackItem Value, string? Fault, long Gas, IReadOnlyList<string> Events);
