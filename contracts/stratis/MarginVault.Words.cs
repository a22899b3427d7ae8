/// <content>The canonical preimages: words of 32 bytes, most significant first.</content>
public sealed partial class MarginVault
{
    private const int WordBytes = 32;
    private const int FieldBytes = 8;

    private static int WordsOf(byte[] words)
    {
        Assert(words.Length % WordBytes == 0, "MalformedPreimage");
        return words.Length / WordBytes;
    }

    /// <summary>One of a word's four signed numbers, the first the most significant.</summary>
    private static long Field(byte[] words, int word, int field) =>
        Number(words, (word * WordBytes) + (field * FieldBytes), FieldBytes);

    /// <summary>Bytes as a number; eight of them have a sign.</summary>
    private static long Number(byte[] bytes, int first, int count)
    {
        long number = 0;
        for (int at = 0; at < count; at++)
        {
            number = (number << 8) | bytes[first + at];
        }

        return number;
    }

    /// <summary>Whether two stretches of bytes are the same.</summary>
    private static bool AreSame(byte[] left, int leftFirst, byte[] right, int rightFirst, int count)
    {
        for (int at = 0; at < count; at++)
        {
            if (left[leftFirst + at] != right[rightFirst + at])
            {
                return false;
            }
        }

        return true;
    }
}
