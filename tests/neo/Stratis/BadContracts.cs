using System;
using System.Globalization;
using Stratis.SmartContracts;

// One contract a rule, each with one thing that the framework refuses.

internal sealed class BadBaseType
{
    public BadBaseType(ISmartContractState state) => _ = state;
}

internal sealed class BadConstructor : SmartContract
{
    public BadConstructor()
        : base(null!)
    {
    }
}

internal sealed class BadStaticConstructor(ISmartContractState state) : SmartContract(state)
{
    static BadStaticConstructor() => Assert(true);
}

internal sealed class BadFinalizer(ISmartContractState state) : SmartContract(state)
{
    ~BadFinalizer() => Assert(true);
}

internal sealed class BadField(ISmartContractState state) : SmartContract(state)
{
    private long _kept = 0;
}

internal sealed class BadNestedType(ISmartContractState state) : SmartContract(state)
{
    internal sealed class Inner;
}

internal sealed class BadFloatingPoint(ISmartContractState state) : SmartContract(state)
{
    public long Half(long number) => (long)(number * 0.5);
}

internal sealed class BadTryBlock(ISmartContractState state) : SmartContract(state)
{
    public void Swallow()
    {
        try
        {
            Assert(false);
        }
        catch (SmartContractAssertException)
        {
        }
    }
}

internal sealed class BadObjectCreation(ISmartContractState state) : SmartContract(state)
{
    public void Create() => new Version();
}

internal sealed class BadInterpolation(ISmartContractState state) : SmartContract(state)
{
    public string Text(long number) => $"number {number}";
}

internal sealed class BadForbiddenMember(ISmartContractState state) : SmartContract(state)
{
    public bool Clock() => DateTime.UtcNow.Year > 2000 && CultureInfo.CurrentCulture.LCID > 0;
}

internal sealed class BadParameterType(ISmartContractState state) : SmartContract(state)
{
    public void Take(long[] numbers) => Assert(numbers.Length > 0);
}

internal sealed class BadGeneric(ISmartContractState state) : SmartContract(state)
{
    public void Take<T>() => Assert(true);
}
