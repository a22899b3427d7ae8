// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {WithdrawRequest} from "../interfaces/IMarginTypes.sol";
import {Shortfall} from "./Shortfall.sol";

/// @title Exits that wait for their delay.
abstract contract ExitQueue is Shortfall {
    /// @notice Queues an exit that has been debited.
    function _queue(WithdrawRequest memory request, bytes32 digest) internal returns (uint256 exitId) {
        Account storage account = _accounts[request.account];
        exitId = ++_lastExitId;
        uint64 readyAt = uint64(block.timestamp) + exitDelay;
        _exits[exitId] = PendingExit(
            request.account,
            request.recipient,
            request.asset,
            readyAt,
            request.amount,
            account.exitEra,
            digest
        );
        if (request.asset == CASH) account.queuedCash += request.amount;
        else _queuedCollateral[request.account][request.asset] += request.amount;
        emit ExitQueued(exitId, request.account, readyAt);
    }
}
