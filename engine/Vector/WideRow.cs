using System.Runtime.InteropServices;

namespace Verifiable.Engine.Vector;

/// <summary>A position as lanes read it.</summary>
/// <param name="Notional">What one times a cell is worth, money.</param>
/// <param name="Row">Its row of the array.</param>
/// <remarks>Twelve bytes: what a million accounts wait for is the memory that holds their rows.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
public readonly record struct WideRow(double Notional, int Row);

/// <summary>A group of options, which are discounted together.</summary>
/// <param name="End">The option after its last.</param>
/// <param name="Index">Its index in the array.</param>
public readonly record struct WideGroup(int End, int Index);

/// <summary>An underlying, which is dampened as a whole.</summary>
/// <param name="GroupEnd">The group after its last.</param>
/// <param name="LinearEnd">The linear row after its last.</param>
public readonly record struct WideUnderlying(int GroupEnd, int LinearEnd);
