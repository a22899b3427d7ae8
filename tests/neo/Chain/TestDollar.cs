using Verifiable.Neo.Framework;

namespace Verifiable.Tests.Neo.Chain;

/// <summary>A NEP-17 token of six places, in the translator's subset: also a contract that is not the project's
/// vault.</summary>
[Contract("TestDollar")]
public static class TestDollar
{
    /// <summary>Creates tokens for whoever asks: a token of tests.</summary>
    public static void Mint(Hash160 to, long amount) => Storage.Put(Bytes.Of(to), Bytes.Of(BalanceOf(to) + amount));

    [Safe]
    public static long BalanceOf(Hash160 account) => Bytes.ToNumber(Storage.Get(Bytes.Of(account)));

    [Safe]
    public static int Decimals() => 6;

    public static bool Transfer(Hash160 from, Hash160 to, long amount, Bytes data)
    {
        bool isAllowed = Runtime.HasWitness(from) || Hash160.AreEqual(Runtime.Caller(), from);
        if (!isAllowed || amount < 0 || BalanceOf(from) < amount)
        {
            return false;
        }

        Storage.Put(Bytes.Of(from), Bytes.Of(BalanceOf(from) - amount));
        Storage.Put(Bytes.Of(to), Bytes.Of(BalanceOf(to) + amount));
        if (!Bytes.IsMissing(ContractAt(to)))
        {
            Runtime.Call(to, "onNEP17Payment", 15, Payment(from, amount, data));
        }

        return true;
    }

    [NativeCall("fffdc93764dbaddd97c48f252a53ea4643faa3fd", "getContract")]
    private static extern Bytes ContractAt(Hash160 account);

    [Pack]
    private static extern Items Payment(Hash160 from, long amount, Bytes data);
}
