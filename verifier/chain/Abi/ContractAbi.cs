using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>The functions, events and errors of a contract.</summary>
public sealed class ContractAbi
{
    private readonly ILookup<string, AbiFunction> _functionsByName;
    private readonly Dictionary<Bytes32, AbiEvent> _eventsByTopic;
    private readonly Dictionary<Selector, AbiError> _errorsBySelector;

    internal ContractAbi(
        ImmutableArray<AbiParameter> constructor,
        ImmutableArray<AbiFunction> functions,
        ImmutableArray<AbiEvent> events,
        ImmutableArray<AbiError> errors)
    {
        Constructor = constructor;
        Functions = functions;
        Events = events;
        Errors = errors;
        _functionsByName = functions.ToLookup(function => function.Name);
        _eventsByTopic = events.DistinctBy(one => one.Topic).ToDictionary(one => one.Topic);
        _errorsBySelector = errors.DistinctBy(one => one.Selector).ToDictionary(one => one.Selector);
    }

    /// <summary>The constructor's arguments.</summary>
    public ImmutableArray<AbiParameter> Constructor { get; }

    /// <summary>Every function.</summary>
    public ImmutableArray<AbiFunction> Functions { get; }

    /// <summary>Every event that is not anonymous.</summary>
    public ImmutableArray<AbiEvent> Events { get; }

    /// <summary>Every custom error.</summary>
    public ImmutableArray<AbiError> Errors { get; }

    /// <summary>A function by its name, or by its signature where the name is overloaded.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.AbiMalformed"/>: none, or several of the name.
    /// </exception>
    public AbiFunction Function(string nameOrSignature)
    {
        AbiFunction[] found =
            [.. _functionsByName[nameOrSignature.Split('(')[0]]
                .Where(function => function.Name == nameOrSignature || function.Signature == nameOrSignature)];
        return found.Length == 1
            ? found[0]
            : throw new MarginException(
                ErrorCode.AbiMalformed,
                "ABI",
                "function",
                nameOrSignature,
                found.Length == 0
                    ? "a function of the contract"
                    : string.Join(" or ", found.Select(function => function.Signature)));
    }

    /// <summary>An event by its name.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>: the contract declares none.</exception>
    public AbiEvent Event(string name) =>
        Events.FirstOrDefault(one => one.Name == name)
        ?? throw new MarginException(ErrorCode.AbiMalformed, "ABI", "event", name, "an event of the contract");

    /// <summary>The event of a first topic, or null.</summary>
    public AbiEvent? FindEvent(Bytes32 topic) => _eventsByTopic.GetValueOrDefault(topic);

    /// <summary>The custom error of a selector, or null.</summary>
    public AbiError? FindError(Selector selector) => _errorsBySelector.GetValueOrDefault(selector);
}
