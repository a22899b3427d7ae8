// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NormalDistribution} from "../Kernel/Numerics/NormalDistribution.sol";
import {NormalDistributionTable} from "../Kernel/Numerics/NormalDistributionTable.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";

/// @title Gas of one evaluation of the kernel's hot functions.
contract KernelGas {
    /// @notice Gas of loading the table of the normal distribution, once a call.
    function loadTable() external view returns (uint256 used) {
        uint256 before = gasleft();
        NormalDistributionTable.load();
        used = before - gasleft();
    }

    /// @notice Gas of S(d), and S.
    function centred(int256 deviationQ46) external view returns (uint256 used, int256 value) {
        NormalDistributionTable.load();
        uint256 before = gasleft();
        value = NormalDistribution.centred(deviationQ46);
        used = before - gasleft();
    }

    /// @notice Gas of a call's cell, and the cell.
    function call(
        int256 factorQ40,
        int256 strikeRatioQ46,
        int256 logMoneynessQ46,
        int256 vQ46,
        int256 rvQ38
    ) external view returns (uint256 used, int256 value) {
        NormalDistributionTable.load();
        uint256 before = gasleft();
        value = Cell.call(factorQ40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38);
        used = before - gasleft();
    }
}
