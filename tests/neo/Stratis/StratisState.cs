using System;
using System.Collections.Generic;
using Stratis.SmartContracts;

namespace Verifiable.Tests.Neo.Stratis;

/// <summary>A call's surroundings in memory: what the chain would keep, who calls, what is logged and paid.</summary>
internal sealed class StratisState : ISmartContractState, IBlock, IMessage, IPersistentState, IContractLogger,
    IInternalHashHelper, IInternalTransactionExecutor, ITransferResult
{
    private readonly Dictionary<string, object> _kept = [];

    public IBlock Block => this;

    public IMessage Message => this;

    public IPersistentState PersistentState => this;

    public IContractLogger ContractLogger => this;

    public IInternalHashHelper InternalHashHelper => this;

    public IInternalTransactionExecutor InternalTransactionExecutor => this;

    public ulong Number => 1;

    public Address ContractAddress => new("00000000000000000000000000000000000000cc");

    public Address Sender { get; set; }

    public ulong Value { get; set; }

    public bool Success => true;

    /// <summary>Payments out.</summary>
    internal List<(Address To, ulong Amount)> Paid { get; } = [];

    /// <summary>The names of what was logged.</summary>
    internal List<string> Logged { get; } = [];

    public byte[] GetBytes(string key) => Kept(key, Array.Empty<byte>());

    public ulong GetUInt64(string key) => Kept(key, 0UL);

    public long GetInt64(string key) => Kept(key, 0L);

    public Address GetAddress(string key) => Kept(key, default(Address));

    public void SetBytes(string key, byte[] value) => _kept[key] = value;

    public void SetUInt64(string key, ulong value) => _kept[key] = value;

    public void SetInt64(string key, long value) => _kept[key] = value;

    public void SetAddress(string key, Address value) => _kept[key] = value;

    public void Log<T>(ISmartContractState smartContractState, T toLog)
        where T : struct => Logged.Add(typeof(T).Name);

    public byte[] Keccak256(byte[] toHash) => Documents.Hashing.Keccak256.Hash(toHash).ToArray();

    public ITransferResult Transfer(
        ISmartContractState smartContractState, Address addressTo, ulong amountToTransfer)
    {
        Paid.Add((addressTo, amountToTransfer));
        return this;
    }

    private T Kept<T>(string key, T otherwise) => _kept.TryGetValue(key, out object? value) ? (T)value : otherwise;
}
