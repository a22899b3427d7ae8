using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Testing;
using Xunit;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>The engine contract and a registry of models on a local node, one for all tests of a class.</summary>
public sealed class EngineMachine : IAsyncLifetime
{
    /// <summary>The engine contract and the libraries that it links.</summary>
    public static readonly string[] Sources =
    [
        "contracts/MarginEngine.sol", "contracts/valuation/AccountValuation.sol",
        "contracts/valuation/InstrumentMark.sol",
    ];

    private const uint AllCapabilities = 7;
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<(Bytes32, Bytes32), Bytes32> _scheduled = [];
    private LocalChain? _chain;
    private TransactionSender? _sender;
    private ModelRegistry? _models;
    private ContractInstance? _engine;
    private ContractDeployer? _deployer;

    /// <summary>The engine contract.</summary>
    public ContractInstance Engine => _engine!;

    /// <summary>Compiles the contracts, starts the node and creates them.</summary>
    public async Task InitializeAsync()
    {
        await LocalChain.CompileAsync(sources:
            [.. Sources, "contracts/ModelRegistry.sol"]);
        _chain = await LocalChain.StartAsync(new LocalChainOptions { Node = LocalNode.Anvil, Time = Start });
        _sender = _chain.CreateSender(0);
        _deployer = new ContractDeployer(_sender, _chain.Artifacts, _chain.ChainId);
        _engine = await DeployAsync("MarginEngine");
        Address owner = _sender.Address;
        _models = new ModelRegistry(await _deployer.DeployAsync("ModelRegistry", [owner, owner, 0UL]));
    }

    /// <summary>Ends the node.</summary>
    public async Task DisposeAsync()
    {
        _sender?.Dispose();
        if (_chain is not null)
        {
            await _chain.DisposeAsync();
        }
    }

    /// <summary>Creates a contract without constructor arguments.</summary>
    public Task<ContractInstance> DeployAsync(string contract) => _deployer!.DeployAsync(contract, []);

    /// <summary>Schedules a model, unless it is scheduled already, and answers its identity.</summary>
    public async Task<Bytes32> ScheduleAsync(MarginParameters model, ScenarioSet scenarios)
    {
        (Bytes32, Bytes32) hashes = (ParameterRows.Hash(model), ScenarioRows.Hash(scenarios));
        if (!_scheduled.TryGetValue(hashes, out Bytes32 modelId))
        {
            // The registry takes no claim of a model that only reports.
            uint capabilities = model.IsEnforceable ? AllCapabilities : 0;
            modelId = await _models!.ScheduleAsync(
                _sender!, PlanOf(default, ParameterRows.Write(model), ScenarioRows.Write(scenarios), capabilities));
            _scheduled.Add(hashes, modelId);
        }

        return modelId;
    }

    /// <summary>Why the registry refuses a model that claims every capability; null when it takes it.</summary>
    /// <param name="engineId">Tells models of the same rows apart.</param>
    /// <param name="parameters">The row of parameters.</param>
    /// <param name="scenarios">The rows of scenarios.</param>
    public async Task<RevertReason?> ScheduleRefusalAsync(Bytes32 engineId, byte[] parameters, byte[] scenarios)
    {
        try
        {
            await _models!.ScheduleAsync(_sender!, PlanOf(engineId, parameters, scenarios, AllCapabilities));
            return null;
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.TransactionReverted)
        {
            return RevertReason.Of(refusal);
        }
    }

    /// <summary>Calls a function that begins with the registry and the model.</summary>
    public Task<NamedValues> CallAsync(string function, Bytes32 modelId, params AbiValue[] arguments) =>
        Engine.CallAsync(function, [_models!.Address, modelId, .. arguments]);

    /// <summary>The gas of the same call as a transaction.</summary>
    public async Task<ulong> GasAsync(string function, Bytes32 modelId, params AbiValue[] arguments) =>
        (await Engine.SendAsync(_sender!, function, [_models!.Address, modelId, .. arguments])).GasUsed;

    /// <summary>The name of the error that a call ends with; null without one.</summary>
    public async Task<string?> RefusalAsync(string function, Bytes32 modelId, params AbiValue[] arguments)
    {
        try
        {
            await CallAsync(function, modelId, arguments);
            return null;
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.TransactionReverted)
        {
            return RevertReason.Of(refusal)?.Name;
        }
    }

    /// <summary>The struct <c>MarginInput</c>.</summary>
    public static AbiValue Input(MarketSnapshot market, Book book) => ContractValues.Of(market, book);

    /// <summary>The same with other sections than the market's own.</summary>
    public static AbiValue Input(MarketSnapshot market, Book book, IEnumerable<byte[]> sections) =>
        ContractValues.Of(market, book, sections);

    /// <summary>The totals as in the preimage of their hash.</summary>
    public static byte[] Packed(ImmutableArray<Money> totals) => [.. ResultRows.WriteTotals(totals).Skip(64)];

    private ModelPlan PlanOf(Bytes32 engineId, byte[] parameters, byte[] scenarios, uint capabilities) => new(
        engineId,
        Engine.Address,
        parameters,
        scenarios,
        capabilities,
        0,
        (ulong)(Start + TimeSpan.FromDays(30)).ToUnixTimeSeconds());
}
