using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Contracts;

/// <summary>A deployed contract, called and written to by the names of its functions.</summary>
/// <param name="Name">The contract's name, for refusals.</param>
/// <param name="Address">Where it stands.</param>
/// <param name="Abi">Its ABI.</param>
/// <param name="Node">The node.</param>
/// <param name="Reverts">Names reverts; the contract's own errors are among them.</param>
public sealed record ContractInstance(
    string Name, Address Address, ContractAbi Abi, IChainNode Node, RevertDecoder Reverts)
{
    /// <summary>The block whose state calls read.</summary>
    public BlockReference Block { get; init; } = BlockReference.Latest;

    /// <summary>The sender that calls pretend to be; null leaves the choice to the node.</summary>
    public Address? Caller { get; init; }

    /// <summary>Calls a function without a transaction.</summary>
    /// <returns>The results, by place and by name.</returns>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.TransactionReverted"/> with a <see cref="RevertReason"/>, <see
    /// cref="ErrorCode.AbiMalformed"/>, or a failure of the node.
    /// </exception>
    public async Task<NamedValues> CallAsync(
        string function, IReadOnlyList<AbiValue> arguments, CancellationToken cancellation = default)
    {
        AbiFunction called = Abi.Function(function);
        CallRequest request = new() { From = Caller, To = Address, Data = called.EncodeCall(arguments) };
        CallOutcome outcome = await Node.CallAsync(request, Block, cancellation).ConfigureAwait(false);
        return outcome.Reverted
            ? throw Reverts.Decode(outcome.Data.Span).ToException(Name, called.Name)
            : NamedValues.Of(called.Outputs, called.DecodeResult(outcome.Data.Span));
    }

    /// <summary>Calls a function in a transaction and waits until it is mined.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.TransactionReverted"/> with a <see cref="RevertReason"/>, <see
    /// cref="ErrorCode.AbiMalformed"/>, <see cref="ErrorCode.ReceiptMissing"/>, or a failure of the node.
    /// </exception>
    public Task<TransactionReceipt> SendAsync(
        TransactionSender sender,
        string function,
        IReadOnlyList<AbiValue> arguments,
        CancellationToken cancellation = default)
    {
        AbiFunction called = Abi.Function(function);
        TransactionRequest request = new() { To = Address, Data = called.EncodeCall(arguments) };
        return sender.SendAsync(request, Reverts, Name, called.Name, cancellation);
    }

    /// <summary>The events that a transaction made this contract emit, in order.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>.</exception>
    public ImmutableArray<DecodedEvent> EventsOf(TransactionReceipt receipt) =>
        [.. receipt.Logs.Where(log => log.Address == Address).Select(Decode).OfType<DecodedEvent>()];

    /// <summary>The events of a name in a range of blocks, both ends included.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>, or a failure of the node.</exception>
    public async Task<ImmutableArray<DecodedEvent>> EventsAsync(
        string name, ulong fromBlock, ulong toBlock, CancellationToken cancellation = default)
    {
        Bytes32? topic = Abi.Event(name).Topic;
        ImmutableArray<Log> logs =
            await Node.LogsAsync(new LogFilter(fromBlock, toBlock, Address, [topic]), cancellation)
                .ConfigureAwait(false);
        return [.. logs.Select(Decode).OfType<DecodedEvent>()];
    }

    /// <summary>The event of a log; null when the contract's ABI has no such event.</summary>
    private DecodedEvent? Decode(Log log) =>
        log.Topics.IsEmpty ? null : Abi.FindEvent(log.Topics[0])?.Decode(log.Topics, log.Data.AsSpan());
}
